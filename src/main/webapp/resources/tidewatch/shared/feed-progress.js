import { isAfter } from '../client/client.js';

/**
 * How far the page has come in its feed, by the clocks of MongoDB and of the server: the device's
 * own clock is only trusted with how long something takes. No DOM.
 *
 * @typedef {object} Reached how far
 * @property {string|null} id null if it is not known
 * @property {number|null} time ms; null if it is not known
 */

const GRACE = 1_000; // ms in which what the server has just seen may still be on its way
const FRESH = 2_000; // ms; a change that is no older is as good as new
const SETTLED = 1_000; // ms without a change after which a reader of history may have had all of it

/**
 * @param {object} options
 * @param {string|null} options.id the position that the page begins at; null if it is not known
 * @param {number|null} options.time of that position, ms
 * @param {() => void} options.ask asks the server for its status
 * @param {(id: string) => Promise<boolean|null>} options.isLast whether the server, or MongoDB, has
 *   nothing after a position; null if there was no answer
 * @param {() => number} [options.ticks] ms; tests have their own
 */
export function createProgress({ id, time, ask, isLast, ticks = () => performance.now() }) {
  /** What is on screen, and what has come: the same, but for what is held back. */
  /** @type {Reached} */
  let shown = { id, time };
  /** @type {Reached} */
  let received = { id, time };
  let place = /** @type {'unknown'|'behind'|'current'} */ ('unknown'); // unknown: not connected, or not told yet
  /** @type {{id: string|null, since: number}|null} what the server had that the page did not */
  let target = null;
  /** Up to here, by the server's clock, nothing that happened is missing on screen. */
  let complete = 0;
  let openedAt = Infinity;
  let receivedAt = 0;
  /** @type {{ahead: number}|null} the server's clock before ticks() */
  let clock = null;
  let probing = false;

  const now = () => (clock === null ? Date.now() : ticks() + clock.ahead);
  const age = () => (until(shown) === 0 ? null : Math.max(0, now() - until(shown)));

  /** @param {Reached} reached */
  function until({ time: happened }) {
    return Math.max(happened ?? 0, complete);
  }

  /** @param {string} position */
  function lacks(position) {
    return isAfter(position, shown.id);
  }

  /**
   * The first answer after a connection tells at once; later a change may just be on its way.
   * @param {string|undefined} newest
   * @param {number} said
   */
  function judge(newest, said) {
    if (newest === undefined) {
      probe(said);
    } else if (!lacks(newest)) {
      become('current');
      complete = said;
    } else if (place !== 'current') {
      become(isFresh() ? 'current' : 'behind', newest);
    } else {
      target ??= { id: newest, since: ticks() };
    }
  }

  function isFresh() {
    return (age() ?? FRESH) < FRESH;
  }

  /**
   * @param {'behind'|'current'} next
   * @param {string|null} [newest]
   */
  function become(next, newest = null) {
    place = next;
    target = next === 'behind' ? { id: newest, since: ticks() } : null;
  }

  /**
   * A server that has seen no change since its start does not know what lies before that.
   * @param {number} said
   */
  async function probe(said) {
    if (place === 'current' || probing) {
      return;
    }
    probing = true;
    const asked = { at: shown.id, opened: openedAt };
    const last = shown.id === null || (await isLast(shown.id));
    probing = false;
    if (asked.opened === openedAt && last !== null) {
      const isCurrent = last && asked.at === shown.id;
      become(isCurrent ? 'current' : 'behind');
      complete = isCurrent ? said : complete;
    }
  }

  return {
    now,
    /** How long ago what is on screen was all there was, ms; null if that is not known. */
    age,
    /** Up to when all that happened has come, ms; 0 if that is not known. */
    get until() {
      return until(received);
    },
    get place() {
      return place;
    },
    get shown() {
      return shown;
    },
    get received() {
      return received;
    },
    /** @param {boolean} open whether the page is connected */
    connected(open) {
      openedAt = open ? ticks() : Infinity;
      place = 'unknown';
      target = null;
    },
    /**
     * @param {import('./status-poller.js').Status} status
     * @param {number} asked when
     */
    status({ time: said, position, newest }, asked) {
      clock = { ahead: Date.parse(said) - (asked + ticks()) / 2 };
      shown.id ??= position ?? null;
      received.id ??= position ?? null;
      if (asked >= openedAt) {
        judge(newest, Date.parse(said));
      } else if (openedAt !== Infinity) {
        ask();
      }
    },
    /**
     * @param {string} latest its id
     * @param {number|null} at its time
     */
    receive(latest, at) {
      received = { id: latest, time: at ?? received.time };
      receivedAt = ticks();
    },
    /**
     * What came up to here is on screen.
     * @param {string} latest its id
     * @param {number|null} at its time
     */
    show(latest, at) {
      shown = { id: latest, time: at ?? shown.time };
      if (target?.id && !lacks(target.id)) {
        const wasBehind = place === 'behind';
        if (!wasBehind || isFresh()) {
          become('current');
        } else {
          target = { id: null, since: ticks() };
          ask(); // whether there is more by now
        }
      }
    },
    /** To be called every second. */
    tick() {
      const moment = ticks();
      if (target === null) {
        return;
      }
      if (place === 'current' && moment - target.since >= GRACE) {
        become('behind', target.id);
      } else if (place === 'behind' && target.id === null && moment - Math.max(receivedAt, target.since) >= SETTLED) {
        target.since = moment;
        ask();
      }
    },
  };
}
