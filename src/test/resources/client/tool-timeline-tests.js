import { allSince, barsOf, pathsOf, sentenceOf } from './resources/tidewatch/tool/timeline-shape.js';
import { NOON, same } from './helpers.js';

/** The timeline of the tool. */

const iso = (seconds) => new Date(NOON + seconds * 1_000).toISOString();
const counts = (unknown = []) => ({
  begin: iso(0), seconds: 12, unknown,
  counts: { insert: [1, 0, 0, 0, 2, 5, 0, 0, 0, 0, 0, 1], update: [0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], replace: [], delete: [0, 0, 0, 0, 0, 5], other: [] },
});

export const tests = {
  'the counts of seconds are summed into bars, by operation'() {
    const bars = barsOf(counts(), 5);
    same(bars.map(({ total, counts: { insert, update } }) => [total, insert, update]), [[6, 3, 3], [10, 5, 0], [1, 1, 0]]);
    same(bars.map(({ from }) => from - NOON), [0, 5_000, 10_000]);
  },

  'bars stand on each other, are as high as they count, and none that counts is invisible'() {
    const { insert, update, other } = pathsOf(barsOf(counts(), 5));
    same([insert.split('M').slice(1), update.split('M').slice(1), other], [
      ['0.08 71.2h0.84v28.8h-0.84z', '1.08 52h0.84v48h-0.84z', '2.08 90.4h0.84v9.6h-0.84z'], ['0.08 42.4h0.84v28.8h-0.84z'], '',
    ]);
    same(pathsOf(barsOf({ ...counts(), counts: { insert: [1, 0, 0, 0, 0, 10_000] } }, 5)).insert.includes('v2h'), true);
  },

  'how many there were is told only if nothing is unknown since then'() {
    same([allSince(counts(), NOON), allSince(counts(), NOON + 5_000), allSince(counts(), NOON - 1), allSince(null, NOON), allSince(counts(), null)], [17, 11, null, null, null]);
    const unknown = [{ from: iso(2), to: iso(4), reason: 'unreachable' }];
    same([allSince(counts(unknown), NOON + 3_000), allSince(counts(unknown), NOON + 4_000)], [null, 13]);
  },

  'a place says what it counts, and why that is not all'() {
    const unknown = [{ from: iso(7), to: iso(8), reason: 'unreachable' }];
    const bars = barsOf(counts(unknown), 5);
    const told = bars.map((bar) => sentenceOf(counts(unknown), bar, 5, () => 'T'));
    same(told, ['T: 6 changes: 3 insert, 3 update', 'T: 10 changes: 5 insert, 5 delete; not all is known, MongoDB could not be reached', 'T: 1 change: 1 insert']);
  },
};
