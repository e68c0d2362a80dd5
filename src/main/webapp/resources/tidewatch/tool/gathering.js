/**
 * Keeps a busy feed readable: above 20 changes a second the updates of one document are one row, the
 * latest, which says how many they are. Nothing is left out unsaid. No DOM.
 *
 * @typedef {import('./row.js').Row} Row
 */

const BUSY = 20; // changes a second
const CALM = 10;
const WINDOW = 2_000; // ms that are measured
const LAST = 400; // rows that an update may be gathered with

/** @param {() => number} [ticks] ms; tests have their own */
export function createGathering(ticks = () => performance.now()) {
  /** @type {{at: number, count: number}[]} */
  let recent = [];
  let on = false;

  function measure() {
    const from = ticks() - WINDOW;
    recent = recent.filter(({ at }) => at > from);
    const rate = (recent.reduce((sum, { count }) => sum + count, 0) * 1_000) / WINDOW;
    on = rate > (on ? CALM : BUSY);
  }

  return {
    /** Whether it gathers now. */
    get on() {
      measure();
      return on;
    },
    /** @param {number} count changes that have come */
    saw(count) {
      recent.push({ at: ticks(), count });
      measure();
    },
    /**
     * @param {Row[]} rows the last ones of the list
     * @param {Row[]} added
     * @returns {{added: Row[], gone: Set<Row>}} what to append, and what that stands for as well
     */
    gather(rows, added) {
      /** @type {Map<string, Row>} */
      const latest = new Map();
      /** @type {Set<Row>} */
      const gone = new Set();
      const fresh = new Set(added);
      for (const row of [...rows.slice(-LAST), ...added]) {
        const key = `${row.ns} ${row.key}`;
        const isUpdate = row.operation === 'update' && row.key !== '';
        const earlier = isUpdate ? latest.get(key) : undefined;
        if (earlier && fresh.has(row)) {
          row.times = (row.times ?? 1) + (earlier.times ?? 1);
          gone.add(earlier);
        }
        if (row.key !== '') {
          isUpdate ? latest.set(key, row) : latest.delete(key);
        }
      }
      return { added: added.filter((row) => !gone.has(row)), gone };
    },
  };
}
