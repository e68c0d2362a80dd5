import { poll } from './polls.js';
import { secondOf } from './row.js';

/**
 * Gets whole changes: rows keep little of them. They are asked for with the filter that brought the
 * row, because its position before is that of the last change that passed.
 */

const MOST_POLLS = 40;
const KEPT = 40; // changes
const LONGEST = 200_000; // characters of one that is kept

/**
 * @param {object} options
 * @param {string} options.url
 * @param {() => [string, string][]} options.parameters of the filter
 */
export function createWholeChanges({ url, parameters }) {
  /** @type {Map<string, string>} JSON by form and id */
  const kept = new Map();

  /**
   * @param {string} key
   * @param {string} json
   */
  function keep(key, json) {
    if (json.length <= LONGEST) {
      kept.delete(key);
      kept.set(key, json);
      if (kept.size > KEPT) {
        kept.delete(/** @type {string} */ (kept.keys().next().value));
      }
    }
  }

  return {
    /**
     * @param {Pick<import('./row.js').Row, 'id'|'before'|'find'>} row
     * @param {'canonical'|'relaxed'} [form]
     * @returns {Promise<string|null>} as it was written; null if MongoDB has it no more
     */
    async get({ id, before, find }, form = 'canonical') {
      const key = `${form} ${id}`;
      const known = kept.get(key);
      if (known !== undefined) {
        return known;
      }
      const begin = new Date(secondOf(id) ?? 0).toISOString();
      /** @type {[string, string]} */
      let place = before === null ? ['from', begin] : ['after', before];
      for (let polls = 0; polls < MOST_POLLS; polls += 1) {
        const { changes, position } = await poll(url, [...(find ?? parameters()), place, ['limit', polls === 0 && before !== null ? '1' : '256']], { json: form });
        const found = changes.find((change) => change.id === id);
        if (found) {
          keep(key, found.json);
          return found.json;
        }
        if (position === null || position === place[1] || (secondOf(position) ?? 0) > (secondOf(id) ?? 0) + 1_000) {
          return null;
        }
        place = ['after', position];
      }
      return null;
    },
    /** The filter has changed. */
    forget() {
      kept.clear();
    },
  };
}
