import { byId, write } from '../shared/dom.js';
import { createProgress } from '../shared/feed-progress.js';
import { count, duration, rate } from '../shared/format.js';
import { secondOf } from './row.js';

/**
 * What the header says: whether what is on screen is all there is, and what the server says of the
 * feed. What is not known is left out.
 *
 * @typedef {import('../shared/status-poller.js').Status} Status
 */

const OLD = 2; // s; a quiet stream answers once a second, so less is as good as nothing

/**
 * @param {object} options
 * @param {ReturnType<import('../shared/connection-badge.js').createConnectionBadge>} options.badge
 * @param {() => void} options.ask asks the server for its status
 * @param {() => Promise<boolean|null>} options.isLast whether nothing more matches by now
 * @param {() => boolean} options.isFiltered whether the server's newest change may not concern the page
 * @param {() => boolean} options.isHeld whether what has come is held back
 */
export function createHeader({ badge, ask, isLast, isFiltered, isHeld }) {
  let progress = begin(null);
  /** @type {Status|null} */
  let status = null;
  /** @type {Status|null} */
  let earlier = null;
  let toldAt = 0;
  let open = false;
  let silent = false;

  /** @param {string|null} id */
  function begin(id) {
    return createProgress({ id, time: secondOf(id), ask, isLast: () => isLast() });
  }

  function behind() {
    if (!open || silent || status === null || progress.place === 'unknown') {
      return null;
    }
    if (progress.place === 'behind') {
      return progress.age();
    }
    const since = status.state === 'live' ? 0 : performance.now() - toldAt;
    return status.lag === undefined ? null : status.lag * 1_000 + since;
  }

  /** Changes a second by the server's counts and clock. */
  function perSecond() {
    if (status?.changes === undefined || earlier?.changes === undefined || earlier.started !== status.started) {
      return null;
    }
    const seconds = (Date.parse(status.time) - Date.parse(earlier.time)) / 1_000;
    return seconds > 0 ? (status.changes - earlier.changes) / seconds : null;
  }

  function show() {
    badge.place({ place: progress.place, age: progress.age(), held: isHeld(), silent });
    const lag = behind();
    const now = perSecond();
    const facts = [
      lag === null ? '' : `${lag < OLD * 1_000 ? 'under 2 s' : duration(lag)} behind`,
      now === null ? '' : `${rate(now)}/s`,
      !open || silent || !status?.subscribers ? '' : count(status.subscribers, 'reader'),
    ];
    write(byId('facts'), facts.filter(Boolean).join(' · '));
  }

  return {
    show,
    get progress() {
      return progress;
    },
    /** The page begins again. @param {string|null} id where */
    restart(id) {
      progress = begin(id);
      open = false;
      show();
    },
    /** @param {import('../client/client.js').State} latest */
    connection(latest) {
      const isOpen = latest.phase === 'open';
      if (isOpen !== open) {
        open = isOpen;
        progress.connected(isOpen);
        if (isOpen) {
          ask();
        }
      }
      badge.connection(latest);
      show();
    },
    /**
     * @param {Status} latest
     * @param {number} asked
     */
    status(latest, asked) {
      silent = false;
      toldAt = performance.now();
      earlier = status;
      status = latest;
      progress.status(isFiltered() ? { ...latest, newest: undefined } : latest, asked);
      badge.status(latest);
      show();
    },
    silence() {
      earlier = null;
      status = null;
      silent = open;
      show();
    },
    /**
     * @param {string} id
     * @param {number|null} at
     */
    received(id, at) {
      progress.receive(id, at);
    },
    /**
     * @param {string} id
     * @param {number|null} at
     */
    shown(id, at) {
      progress.show(id, at);
    },
    tick() {
      progress.tick();
      show();
    },
  };
}
