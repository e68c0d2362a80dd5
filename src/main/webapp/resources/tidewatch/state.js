import { duration } from './format.js';

/**
 * The header's word on whether the page is live, out of two facts: this page's connection to the
 * server, and the server's own watch of MongoDB.
 *
 * @typedef {import('./client.js').State} Connection
 * @typedef {import('./status.js').Status} Status
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
export function createState({ badge, cause, reload, onNews }) {
  const root = document.body;
  /** @type {Connection} */
  let connection = { phase: 'connecting', lostAt: null, code: null };
  // until it is asked, the server's word is the one it rendered
  const { state: rendered } = root.dataset;
  /** @type {Status|null} */
  let status = rendered === 'connecting' ? null : { state: rendered, cause: cause.textContent };
  let awaySince = 0;
  let told = '';

  reload.addEventListener('click', () => location.reload());

  function show() {
    const { state, label, why } = judge(connection, status);
    const since = connection.lostAt ?? (state === 'reconnecting' ? awaySince : 0);
    root.dataset.state = state;
    badge.querySelector('.label').textContent = label;
    const waited = state === 'reconnecting' && since ? `for ${duration(Date.now() - since)}` : '';
    badge.querySelector('.for').textContent = waited;
    cause.textContent = why ?? '';
    reload.hidden = connection.phase !== 'refused';
    tell(state, `${label}. ${why ?? ''}`);
  }

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
    /** @param {Status} latest */
    status(latest) {
      if (latest.state !== 'live' && (status === null || status.state === 'live')) {
        awaySince = Date.now();
      }
      status = latest;
      show();
    },
  };
}

/**
 * @param {Connection} connection
 * @param {Status|null} status
 * @returns {{state: 'live'|'connecting'|'reconnecting'|'paused'|'stopped', label: string, why: string|null}}
 */
export function judge(connection, status) {
  if (connection.phase === 'refused') {
    return {
      state: 'stopped',
      label: 'Stopped',
      why: 'Tidewatch cannot go on from where this page is. Reload to start afresh.',
    };
  }
  if (connection.lostAt !== null) {
    return { state: 'reconnecting', label: 'Reconnecting', why: whyLost(connection) };
  }
  if (connection.phase === 'waiting') {
    return { state: 'paused', label: 'Held', why: 'More changes wait at the server. They follow when you resume.' };
  }
  if (connection.phase !== 'open') {
    return { state: 'connecting', label: 'Connecting', why: null };
  }
  if (status && status.state !== 'live') {
    return { state: status.state, label: WATCH[status.state] ?? 'Not live', why: status.cause ?? 'The server does not reach MongoDB.' };
  }
  return { state: 'live', label: 'Live', why: null };
}

function whyLost({ code }) {
  if (!navigator.onLine) {
    return 'This device is offline. The page will go on from its last change.';
  }
  return code === BUSY
    ? 'Tidewatch has too many readers, or this one was too slow. The page will go on from its last change.'
    : 'No connection to Tidewatch. The page will go on from its last change.';
}
