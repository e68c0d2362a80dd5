import { logIn } from './login.js';

/**
 * Asks the server, every five seconds while someone looks, how its own watch of MongoDB is:
 * the socket may stand while that is down. No DOM here but the page's visibility.
 */

const EVERY = 5_000;
const PATIENCE = 4_000;

/**
 * @typedef {object} Status
 * @property {'live'|'reconnecting'|'paused'|'stopped'} state
 * @property {string|null} cause
 * @property {string} [position]
 * @property {string} [newest] the last change or gap that the server has seen
 * @property {number} [lag] seconds
 * @property {number} [subscribers] this and the next are absent if the reader may not see everything
 * @property {number} [changes] up to the position
 * @property {string} started when the server began to count
 * @property {string} time the server's clock
 * @property {Outage[]} outages oldest first
 *
 * @typedef {object} Outage
 * @property {string} from
 * @property {string} [to] absent while it lasts
 * @property {'unreachable'|'paused'|'failed'} reason
 * @property {string} [after] where the watch stood
 * @property {boolean} lost whether changes were missed
 */

/**
 * @param {object} options
 * @param {string} options.url
 * @param {(status: Status, asked: number) => void} options.onStatus with when it was asked, by performance.now()
 * @param {(asked: number) => void} options.onSilence the server did not answer
 */
export function pollStatus({ url, onStatus, onSilence }) {
  let timer = 0;
  /** @type {Promise<Status|null>|null} */
  let asking = null;

  /** @returns {Promise<Status|null>} null if the server did not answer */
  function ask() {
    clearTimeout(timer);
    const asked = performance.now();
    asking ??= request(url).then((status) => {
      asking = null;
      status ? onStatus(status, asked) : onSilence(asked);
      clearTimeout(timer);
      timer = document.hidden ? 0 : setTimeout(ask, EVERY);
      return status;
    });
    return asking;
  }

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) {
      ask();
    }
  });
  return { ask };
}

/**
 * @param {string} url
 * @returns {Promise<Status|null>}
 */
async function request(url) {
  try {
    const response = await fetch(url, {
      headers: { Accept: 'application/json' }, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 401) {
      logIn();
    }
    // A server whose MongoDB is away may say so with a 503: what counts is what it says.
    const status = await response.json();
    return status && typeof status.state === 'string' ? status : null;
  } catch {
    return null;
  }
}
