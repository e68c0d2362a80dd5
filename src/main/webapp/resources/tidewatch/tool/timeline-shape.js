/**
 * The last minutes as bars, from what the server has counted. Pure.
 *
 * @typedef {'insert'|'update'|'replace'|'delete'|'other'} Operation
 *
 * @typedef {object} Counts
 * @property {string} begin
 * @property {number} seconds
 * @property {Record<Operation, number[]>} counts a number a second
 * @property {{from: string, to: string, reason: string}[]} unknown
 *
 * @typedef {object} Bar
 * @property {number} from ms
 * @property {number} total
 * @property {Record<Operation, number>} counts
 */

/** @type {Operation[]} from the bottom */
export const OPERATIONS = ['insert', 'update', 'replace', 'delete', 'other'];

/** @type {Record<string, string>} */
const REASONS = {
  starting: 'the server had not begun to read',
  unreachable: 'MongoDB could not be reached',
  paused: 'the watch was paused',
  failed: 'the watch was interrupted',
  behind: 'it has not been read yet',
  lost: 'changes could not be read any more',
  restricted: 'you may not see every change, so they are not counted',
};

/**
 * @param {Counts} counts
 * @param {number} width seconds a bar
 * @returns {Bar[]}
 */
export function barsOf({ begin, seconds, counts }, width) {
  const start = Date.parse(begin);
  return Array.from({ length: Math.ceil(seconds / width) }, (_, at) => {
    const sums = /** @type {Record<Operation, number>} */ (Object.fromEntries(OPERATIONS.map((operation) => [
      operation, (counts[operation] ?? []).slice(at * width, (at + 1) * width).reduce((sum, each) => sum + each, 0),
    ])));
    return { from: start + at * width * 1_000, counts: sums, total: Object.values(sums).reduce((sum, each) => sum + each, 0) };
  });
}

/**
 * A path for each operation, in a box of a bar's width by 100, so that bars need no elements.
 * @param {Bar[]} bars
 * @returns {Record<Operation, string>}
 */
export function pathsOf(bars) {
  const highest = Math.max(1, ...bars.map(({ total }) => total));
  const paths = /** @type {Record<Operation, string>} */ (Object.fromEntries(OPERATIONS.map((operation) => [operation, ''])));
  bars.forEach(({ counts }, at) => {
    let top = 100;
    for (const operation of OPERATIONS) {
      // what there is can be seen, however little
      const height = counts[operation] === 0 ? 0 : Math.max(2, (counts[operation] / highest) * 96);
      if (height > 0) {
        top -= height;
        paths[operation] += `M${at + 0.08} ${round(top)}h0.84v${round(height)}h-0.84z`;
      }
    }
  });
  return paths;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}

/**
 * How many changes there were since a moment; null if that is not known.
 * @param {Counts|null} counts
 * @param {number|null} since ms
 * @returns {number|null}
 */
export function allSince(counts, since) {
  if (counts === null || since === null || since < Date.parse(counts.begin)) {
    return null;
  }
  if (counts.unknown.some(({ to }) => Date.parse(to) > since)) {
    return null;
  }
  const first = Math.floor((since - Date.parse(counts.begin)) / 1_000);
  return OPERATIONS.reduce((sum, operation) => sum + (counts.counts[operation] ?? []).slice(first).reduce((all, each) => all + each, 0), 0);
}

/** @param {string} reason */
export function reasonOf(reason) {
  return REASONS[reason] ?? 'nothing is known';
}

/**
 * What a place on the timeline says.
 * @param {Counts} counts
 * @param {Bar} bar
 * @param {number} width seconds
 * @param {(at: number) => string} clock
 */
export function sentenceOf({ unknown }, { from, total, counts }, width, clock) {
  const end = from + width * 1_000;
  const why = unknown.find((each) => Date.parse(each.from) < end && Date.parse(each.to) > from);
  const parts = OPERATIONS.filter((operation) => counts[operation] > 0).map((operation) => `${counts[operation]} ${operation}`);
  const told = total === 0 ? (why ? '' : 'no change') : `${total} change${total === 1 ? '' : 's'}: ${parts.join(', ')}`;
  return `${clock(from)}: ${[told, why ? `not all is known, ${reasonOf(why.reason)}` : ''].filter(Boolean).join('; ')}`;
}
