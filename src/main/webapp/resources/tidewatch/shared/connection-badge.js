import { marked } from './bidi-text.js';
import { find } from './dom.js';
import { duration } from './format.js';

/**
 * The header's word on whether the page is live, out of three facts: this page's connection to the
 * server, the server's own watch of MongoDB, and, for a page that shows changes, how far it has come.
 *
 * @typedef {import('../client/client.js').State & {why?: string}} Connection why: it was refused, for people
 * @typedef {import('./status-poller.js').Status} Status
 *
 * @typedef {Pick<Status, 'state'|'cause'> & Partial<Status>} Word the server's, and what else is known
 *
 * @typedef {object} Place
 * @property {'unknown'|'behind'|'current'} place
 * @property {number|null} age of the newest change on screen, ms
 * @property {boolean} held whether the reader holds back what has come
 * @property {boolean} silent whether the server does not answer, though it is connected
 */

const BUSY = 1013;
/** What the server's watch is when it is not live. */
const WATCH = { reconnecting: 'Reconnecting', paused: 'Watch paused', stopped: 'Stopped' };

/**
 * @param {object} options
 * @param {HTMLElement} options.badge
 * @param {HTMLElement} options.cause
 * @param {HTMLButtonElement} options.reload
 * @param {(sentence: string) => void} options.onNews
 */
export function createConnectionBadge({ badge, cause, reload, onNews }) {
  const root = document.body;
  /** @type {Connection} */
  let connection = { phase: 'connecting', lostAt: null, code: null, reason: '' };
  // until it is asked, the server's word is the one it rendered
  const rendered = /** @type {Status['state']|'connecting'} */ (root.dataset.state);
  /** @type {Word|null} */
  let status = rendered === 'connecting' ? null : { state: rendered, cause: cause.textContent };
  /** @type {Place|null} null for a page that has no place in the feed */
  let place = null;
  /** @type {'paused'|'reading'|null} */
  let hold = null;
  let awaySince = 0;
  let told = '';

  reload.addEventListener('click', () => location.reload());

  function show() {
    const { state, label, why, behind } = judge(connection, status, place, hold);
    const since = connection.lostAt ?? (state === 'reconnecting' ? awaySince : 0);
    const waited = state === 'reconnecting' && since ? `for ${duration(Date.now() - since)}` : '';
    const far = behind === undefined ? '' : `${duration(behind)} behind`;
    root.dataset.state = state;
    write(find(badge, '.label'), label);
    write(find(badge, '.for'), far ? ` · ${far}` : waited);
    write(cause, why ?? '');
    reload.hidden = connection.phase !== 'refused';
    tell(state, `${far ? `${label}, ${far}` : label}. ${why ?? ''}`);
  }

  /**
   * @param {string} state
   * @param {string} sentence
   */
  function tell(state, sentence) {
    // The first time all is well is no news; nor is the connecting on the way to it.
    if (state !== told && state !== 'connecting') {
      if (told || state !== 'live') {
        onNews(sentence.trim());
      }
      told = state;
    }
  }

  return {
    show,
    /** @param {Connection} latest */
    connection(latest) {
      connection = latest;
      show();
    },
    /** @param {'paused'|'reading'|null} latest why the page does not follow the newest change */
    hold(latest) {
      if (latest !== hold) {
        hold = latest;
        show();
      }
    },
    /** @param {Status} latest */
    status(latest) {
      if (latest.state !== 'live' && (status === null || status.state === 'live')) {
        awaySince = Date.now();
      }
      const lasting = latest.outages?.find(({ to }) => to === undefined);
      if (lasting) {
        // by the server's clock: the device's may be wrong
        awaySince = Date.now() - (Date.parse(latest.time) - Date.parse(lasting.from));
      }
      status = latest;
      show();
    },
    /** @param {Place} latest */
    place(latest) {
      place = latest;
      show();
    },
  };
}

/**
 * Leaves what is right as it is: a reader may have it selected.
 * @param {HTMLElement} element
 * @param {string} text
 */
function write(element, text) {
  if (element.textContent !== text) {
    element.replaceChildren(...marked(text));
  }
}

/**
 * @param {Connection} connection
 * @param {Word|null} status
 * @param {Place|null} [place]
 * @param {'paused'|'reading'|null} [hold] why the page does not follow the newest change
 * @returns {{state: 'live'|'catching-up'|'connecting'|'reconnecting'|'held'|'paused'|'stopped', label: string,
 *   why: string|null, behind?: number}} held: by the reader; paused: the server's watch; behind: how
 *   far, ms; absent where that is not so or not known
 */
export function judge(connection, status, place = null, hold = null) {
  if (connection.phase === 'refused') {
    return {
      state: 'stopped',
      label: 'Stopped',
      why: connection.why ?? 'Tidewatch cannot go on from where this page is. Reload to start afresh.',
    };
  }
  if (connection.lostAt !== null) {
    return { state: 'reconnecting', label: 'Reconnecting', why: whyLost(connection) };
  }
  const heldBack = connection.phase === 'waiting'; // until what came has been taken
  if (connection.phase !== 'open' && !heldBack) {
    return { state: 'connecting', label: 'Connecting', why: null };
  }
  if (place?.silent) {
    return { state: 'reconnecting', label: 'Reconnecting', why: 'Tidewatch does not answer. The page will go on from its last change.' };
  }
  if (status && status.state !== 'live') {
    return { state: status.state, label: WATCH[status.state] ?? 'Not live', why: status.cause ?? 'The server does not reach MongoDB.' };
  }
  const isBehind = heldBack || place?.place === 'behind';
  const behind = isBehind ? (place?.age ?? undefined) : undefined;
  if (hold === 'paused') {
    return { state: 'held', label: 'Paused', why: null, behind };
  }
  if (hold && (heldBack || (place?.held && isBehind))) {
    return { state: 'held', label: 'Held', why: null, behind };
  }
  if (isBehind) {
    return { state: 'catching-up', label: 'Catching up', why: null, behind };
  }
  if (place?.place === 'unknown') {
    return { state: 'connecting', label: 'Connecting', why: null };
  }
  return { state: 'live', label: 'Live', why: null };
}

/** @param {Connection} connection */
function whyLost({ code }) {
  if (!navigator.onLine) {
    return 'This device is offline. The page will go on from its last change.';
  }
  return code === BUSY
    ? 'Tidewatch has too many readers, or this one was too slow. The page will go on from its last change.'
    : 'No connection to Tidewatch. The page will go on from its last change.';
}
