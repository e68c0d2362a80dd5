/**
 * The rows of the list, in the order of the feed, and never more than it may hold. Each has a
 * number that stays the same while others come and go: earlier rows have lower ones. No DOM.
 *
 * @typedef {import('./row.js').Row} Row
 */

const EVERY = 128; // dropped rows for each place that is kept to come back to
const MOST_PLACES = 2_048;

/** @param {number} limit */
export function createRowStore(limit) {
  /** @type {Row[]} */
  let rows = [];
  let first = 0;
  /** @type {string[]} positions before rows that were dropped, the latest last */
  let places = [];
  let dropped = 0;

  /** @param {number} count */
  function drop(count) {
    for (const { before } of rows.slice(0, count)) {
      if (dropped % EVERY === 0 && before !== null) {
        places.push(before);
      }
      dropped += 1;
    }
    places = places.slice(-MOST_PLACES);
    rows = rows.slice(count);
    first += count;
  }

  return {
    get size() {
      return rows.length;
    },
    /** The number of the first row. */
    get first() {
      return first;
    },
    /** The number after the last row. */
    get end() {
      return first + rows.length;
    },
    /** How many more it takes before the first has to go. */
    get room() {
      return limit - rows.length;
    },
    /**
     * @param {number} number
     * @returns {Row|undefined}
     */
    at(number) {
      return rows[number - first];
    },
    /**
     * @param {string} id
     * @returns {number|null} the row's number
     */
    find(id) {
      const index = rows.findIndex((row) => row.id === id && row.operation !== 'outage');
      return index < 0 ? null : first + index;
    },
    /** A place to read from to have rows before the first again; null if none were dropped. */
    earlier() {
      return places.at(-1) ?? null;
    },
    clear() {
      rows = [];
      first = 0;
      places = [];
      dropped = 0;
    },
    /**
     * The first ones go if there are too many.
     * @param {Row[]} added
     */
    append(added) {
      rows.push(...added);
      if (rows.length > limit) {
        drop(rows.length - limit);
      }
    },
    /**
     * The last ones are not dropped: a reader who looks back does not follow.
     * @param {Row[]} added rows right before the first
     */
    prepend(added) {
      rows = [...added, ...rows];
      first -= added.length;
      places.pop();
    },
    /**
     * @param {number} number of the row that it comes before
     * @param {Row} row
     */
    insert(number, row) {
      rows.splice(number - first, 0, row);
    },
    /**
     * @param {number} count
     * @returns {Row[]} the last ones
     */
    last(count) {
      return rows.slice(-count);
    },
    /** @param {Set<Row>} gone among the last rows */
    remove(gone) {
      if (gone.size > 0) {
        rows = rows.filter((row) => !gone.has(row));
      }
    },
  };
}
