import { createKnownDocuments } from './known-documents.js';
import { poll } from './polls.js';
import { note, rowOf, secondOf } from './row.js';

/**
 * Gets the changes right before the first row, a page of them. The server reads on and not back, so
 * it is asked from a place before; where none is known, from a time before, further back each time.
 *
 * @typedef {import('./row.js').Row} Row
 */

const FIRST_STEP = 10_000; // ms
const LONGEST_STEP = 40 * 86_400_000;
const MOST = 256;
const MOST_POLLS = 60;

/**
 * @param {object} options
 * @param {string} options.url
 * @param {[string, string][]} options.parameters of the filter
 * @param {Row} options.first
 * @param {string|null} options.place a position before it; null if none is known
 * @param {string|null} options.oldest where MongoDB's history begins; null if that is not known
 * @param {(change: any) => boolean} options.passes
 * @param {AbortSignal} options.signal
 * @returns {Promise<{rows: Row[], isAll: boolean}>} isAll: whether there is nothing before them
 */
export async function readOlder({ url, parameters, first, place, oldest, passes, signal }) {
  if (place !== null) {
    return { rows: (await until(['after', place])).rows, isAll: false };
  }
  const second = secondOf(first.id) ?? Date.now();
  const begin = oldest === null ? 0 : Date.parse(oldest);
  for (let step = FIRST_STEP; ; step *= 4) {
    const from = Math.max(second - step, begin);
    const { rows, lost } = await until(['from', new Date(Math.max(from, 0)).toISOString()]);
    const isAll = from <= begin || lost || step > LONGEST_STEP;
    if (rows.length > 0 || isAll) {
      return { rows, isAll };
    }
  }

  /**
   * @param {[string, string]} from
   * @returns {Promise<{rows: Row[], lost: boolean}>} the last ones before the first row
   */
  async function until(from) {
    /** @type {Row[]} */
    let rows = [];
    let lost = false;
    let before = from[0] === 'after' ? from[1] : null;
    const known = createKnownDocuments({ most: 200_000 });
    for (let polls = 0; polls < MOST_POLLS; polls += 1) {
      const { changes, gap, position } = await poll(url, [...parameters, from, ['limit', String(MOST)], ['batch', '262144']], { signal });
      if (gap) {
        lost = true;
        rows.push(note(gap.position, before, 'gap', 'Here MongoDB’s history begins.'));
      }
      for (const { id, json } of changes) {
        if (id === first.id || (first.before !== null && before === first.before)) {
          return { rows, lost };
        }
        const change = JSON.parse(json);
        const seen = known.take(change);
        if (passes(change)) {
          rows.push(rowOf({ id, change }, before, seen));
        }
        before = id;
      }
      rows = rows.slice(-MOST);
      if (position === null || position === from[1] || (secondOf(position) ?? 0) > (secondOf(first.id) ?? 0)) {
        return { rows, lost };
      }
      from = ['after', position];
    }
    return { rows, lost };
  }
}
