import { isAfter } from '../client/client.js';
import { sentence } from '../shared/gap-words.js';
import { note } from './row.js';

/**
 * Rows of times in which nothing was read, where they belong among the changes.
 *
 * @typedef {import('./row.js').Row} Row
 * @typedef {import('../shared/status-poller.js').Outage} Outage
 *
 * @param {ReturnType<import('./row-store.js').createRowStore>} store
 */
export function createListNotes(store) {
  /** @type {Set<string>} outages that have their row, by their beginning */
  const noted = new Set();

  /**
   * @param {Row} row
   * @param {boolean} isComplete
   * @returns {boolean} whether its place has been reached
   */
  function placed(row, isComplete) {
    const last = store.at(store.end - 1);
    if (last === undefined || !isAfter(last.id, row.id)) {
      if (last && isComplete) {
        store.append([row]);
      }
      return isComplete;
    }
    let number = store.end - 1;
    while (number > store.first && isAfter(store.at(number - 1)?.id ?? '', row.id)) {
      number -= 1;
    }
    if (number > store.first) {
      store.insert(number, row); // else it was before all that is here
    }
    return true;
  }

  return {
    clear() {
      noted.clear();
    },
    /**
     * @param {Outage[]} outages
     * @param {boolean} isComplete whether nothing else has happened by now
     */
    tellOutages(outages, isComplete) {
      for (const { from, to, after, reason, lost } of outages) {
        if (to && after && !noted.has(from)) {
          const text = sentence({ reason, from: Date.parse(from), to: Date.parse(to) });
          const row = note(after, after, 'outage', `${text} ${lost ? 'Changes were missed: see the gap.' : 'Nothing was lost.'}`);
          if (placed(row, isComplete)) {
            noted.add(from);
          }
        }
      }
    },
    /**
     * This page was disconnected. It goes on where it was, and a gap says so if that was not possible.
     * @param {number} from ms
     * @param {number} to
     */
    tellLoss(from, to) {
      const last = store.at(store.end - 1);
      if (last) {
        const text = sentence({ reason: 'disconnected', from, to });
        store.append([note(last.id, last.id, 'outage', `${text} It goes on where it was.`)]);
      }
    },
  };
}
