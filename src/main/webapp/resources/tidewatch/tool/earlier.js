import { readOlder } from './older.js';

/**
 * Brings the changes before the first row, a page at a time, while there is room for them.
 *
 * @typedef {import('./row.js').Row} Row
 *
 * @param {object} options
 * @param {ReturnType<import('./row-store.js').createRowStore>} options.store
 * @param {string} options.url of the feed's changes
 * @param {() => [string, string][]} options.parameters of the filter
 * @param {() => string|null} options.oldest where MongoDB's history begins
 * @param {(change: any) => boolean} options.passes
 * @param {(rows: Row[]) => void} options.onRows right before the first
 */
export function createEarlier({ store, url, parameters, oldest, passes, onRows }) {
  let reading = new AbortController();
  let isReading = false;
  let isAll = false; // whether nothing is before the first row

  return {
    restart() {
      reading.abort();
      reading = new AbortController();
      isReading = false;
      isAll = false;
    },
    async load() {
      const first = store.at(store.first);
      if (isReading || isAll || first === undefined || store.room <= 0) {
        return;
      }
      isReading = true;
      const { signal } = reading;
      try {
        const found = await readOlder({ url, parameters: parameters(), first, place: store.earlier(), oldest: oldest(), passes, signal });
        if (!signal.aborted && store.at(store.first) === first) {
          isAll = found.isAll;
          onRows(found.rows);
        }
      } catch (error) {
        if (!signal.aborted) {
          console.warn('Tidewatch: earlier changes could not be read.', error); // the next scroll tries again
        }
      } finally {
        isReading = signal.aborted ? isReading : false;
      }
    },
  };
}
