import { byId } from '../shared/dom.js';
import { clock } from '../shared/format.js';
import { createTimeline } from './timeline.js';
import { allSince } from './timeline-shape.js';

/**
 * How many changes there are, of how many, and since when: the line beside the filter, what an empty
 * list says, and the timeline.
 */

const PATIENCE = 4_000;

/**
 * @param {object} options
 * @param {string} options.url of the feed's counts
 * @param {string} options.watched the namespace that the feed watches
 * @param {(from: string) => void} options.onFrom
 */
export function createCounted({ url, watched, onFrom }) {
  const timeline = createTimeline({ place: byId('timeline'), onFrom });
  /** @type {import('./timeline-shape.js').Counts|null} */
  let counts = null;
  /** @type {number|null} when the list begins, ms; null if that is not known */
  let since = null;

  function words() {
    return since === null ? '' : clock(new Date(since), true);
  }

  return {
    /** @param {number|null} at ms */
    begin(at) {
      since = at;
    },
    /** When the list begins, as the server takes it. */
    get from() {
      return since === null ? '-15m' : new Date(since).toISOString();
    },
    /** @param {number|null} at when the first row was, if nothing better is known */
    beganBy(at) {
      since ??= at;
    },
    async ask() {
      try {
        const response = await fetch(url, {
          headers: { Accept: 'application/json' }, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE),
        });
        counts = response.ok ? await response.json() : null;
      } catch {
        counts = null;
      }
      if (counts) {
        timeline.show(counts);
      }
    },
    /**
     * @param {ReturnType<import('./filter-bar.js').createFilterBar>} filter
     * @param {number} matched
     * @param {boolean} isFiltered
     */
    show(filter, matched, isFiltered) {
      filter.count(matched, isFiltered ? allSince(counts, since) : null, words());
    },
    /**
     * @param {boolean} isEmpty
     * @param {boolean} isComplete whether all that has happened has come
     * @param {boolean} isFiltered
     */
    showEmpty(isEmpty, isComplete, isFiltered) {
      const what = isFiltered ? 'Nothing that matches has changed' : 'Nothing has changed';
      byId('empty').hidden = !isEmpty;
      byId('empty').textContent = isComplete ? `${what} in ${watched} since ${words()}.` : 'Looking …';
    },
  };
}
