/**
 * The connection to the feed: connects, comes back after every loss, and goes on after the last
 * change it was given. No DOM here.
 */

const FIRST_DELAY = 250;
const LONGEST_DELAY = 5_000;
const CONNECT_LIMIT = 10_000; // a browser may wait for minutes on a host that does not answer
const STEADY = 5_000; // a connection that stood this long makes the next loss a new one
const REFUSED = 1008;

/**
 * @typedef {object} Connection
 * @property {'connecting'|'open'|'waiting'|'refused'} phase
 * @property {number|null} lostAt when it was last open, if it was and is not (ms)
 * @property {number|null} code of the last close
 */

/**
 * @param {object} options
 * @param {string} options.url of the socket, without a query
 * @param {string|null} options.position where to start; a message's html_id moves it
 * @param {() => Promise<string|null>} options.askPosition where the feed is now, if nothing else is known
 * @param {(message: object) => void} options.onMessage
 * @param {(connection: Connection) => void} options.onState
 */
export function connectFeed({ url, position, askPosition, onMessage, onState }) {
  let socket = null;
  let attempts = 0;
  let timer = 0;
  let openedAt = 0;
  /** @type {Connection} */
  let state = { phase: 'connecting', lostAt: null, code: null };

  function become(change) {
    state = { ...state, ...change };
    onState(state);
  }

  async function connect() {
    clearTimeout(timer);
    timer = 0;
    become({ phase: 'connecting' });
    // Without a position, whatever happens until the next connection would be lost unseen.
    const known = position ? null : await askPosition();
    position ??= known;
    if (socket || state.phase !== 'connecting') {
      return;
    }
    const opening = new WebSocket(position ? `${url}?after=${encodeURIComponent(position)}` : url);
    socket = opening;
    timer = setTimeout(() => lost(opening, null), CONNECT_LIMIT);
    opening.onopen = () => {
      if (opening === socket) {
        clearTimeout(timer);
        timer = 0;
        openedAt = Date.now();
        become({ phase: 'open', lostAt: null, code: null });
      }
    };
    opening.onmessage = ({ data }) => opening === socket && receive(data);
    opening.onclose = ({ code }) => lost(opening, code);
  }

  function receive(data) {
    let message;
    try {
      message = JSON.parse(data);
    } catch (error) {
      console.error('Tidewatch: a message is not JSON', error);
      return;
    }
    position = message.html_id ?? position;
    attempts = 0; // the way works: it has brought something
    onMessage(message);
  }

  function lost(closed, code) {
    if (closed !== socket) {
      return; // replaced by another since
    }
    abandon();
    const lostAt = state.lostAt ?? Date.now();
    if (code === REFUSED) {
      become({ phase: 'refused', lostAt, code });
      return;
    }
    if (state.phase === 'open' && Date.now() - openedAt > STEADY) {
      attempts = 0;
    }
    const ceiling = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempts);
    attempts += 1;
    // Jitter: a restarted server must not meet all its readers in the same instant.
    timer = setTimeout(connect, ceiling * (0.5 + Math.random() / 2));
    become({ phase: 'waiting', lostAt, code });
  }

  function abandon() {
    clearTimeout(timer);
    timer = 0;
    const old = socket;
    socket = null;
    old?.close();
  }

  connect();

  return {
    /** Do not wait any longer: the network, or the reader, is back. */
    hurry() {
      if (state.phase === 'waiting') {
        attempts = 0;
        connect();
      }
    },
    /** The connection may be dead without knowing it: replace it; the position makes that safe. */
    renew() {
      if (state.phase === 'open') {
        abandon();
        become({ lostAt: Date.now() });
        connect();
      } else {
        this.hurry();
      }
    },
    /** @param {string} known a place in the feed that this page has not passed yet */
    startFrom(known) {
      position ??= known;
    },
  };
}
