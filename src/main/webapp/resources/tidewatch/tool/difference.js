import { applyUpdate } from '../client/update.js';
import { plainUpdate } from './known-documents.js';
import { named, print } from './notation.js';

/**
 * What a change did to its document, as lines that went and lines that came. Pure.
 *
 * @typedef {{sign: ' '|'-'|'+', text: string}} Line
 * @typedef {Line[]|{folded: Line[]}} Run lines, or a run of unchanged ones that is folded
 * @typedef {import('../client/client.js').Change} Change
 */

const AROUND = 3; // unchanged lines that stay beside a changed one
const MOST_CELLS = 4_000_000;

/**
 * The document before and after a change, as far as the change itself tells.
 * @param {Change} change
 * @param {any} [known] the document before it, from elsewhere
 * @returns {{before?: any, after?: any}} null: there was none; undefined: it is not known
 */
export function documentsOf(change, known) {
  const { operationType, updateDescription, fullDocument, fullDocumentBeforeChange, leave } = change;
  const before = operationType === 'insert' || change.enter ? null : fullDocumentBeforeChange ?? known;
  if (updateDescription) {
    return { before, after: before ? applied(before, updateDescription) : undefined };
  }
  if (operationType === 'delete' || leave) {
    return { before, after: null };
  }
  return { before, after: fullDocument ?? undefined };
}

/**
 * @param {any} before
 * @param {import('../client/client.js').UpdateDescription} description
 */
function applied(before, description) {
  try {
    return applyUpdate(before, plainUpdate(description));
  } catch {
    return undefined;
  }
}

/**
 * @param {any} before null if there was no document
 * @param {any} after likewise
 * @returns {Line[]}
 */
export function difference(before, after) {
  return compare(linesOf(before), linesOf(after));
}

/**
 * What an update says where the document before is not known: paths and new values.
 * @param {Change} change
 * @returns {Line[]}
 */
export function said({ updateDescription }) {
  const { updatedFields = {}, removedFields = [], truncatedArrays = [] } = updateDescription ?? {};
  return [
    ...Object.entries(updatedFields).flatMap(([path, value]) => signed('+', `${named(path)}: ${print(value)}`)),
    ...removedFields.flatMap((path) => signed('-', named(path))),
    ...truncatedArrays.flatMap(({ field, newSize }) => signed('-', `${named(field)}: elements from ${print(newSize)} on`)),
  ];
}

/**
 * @param {'-'|'+'} sign
 * @param {string} text
 * @returns {Line[]}
 */
function signed(sign, text) {
  return text.split('\n').map((line) => ({ sign, text: line }));
}

/** @param {any} document */
function linesOf(document) {
  return document === null ? [] : print(document, { block: true }).split('\n').map((line) => line.replace(/,$/, ''));
}

/**
 * @param {string[]} one
 * @param {string[]} other
 * @returns {Line[]}
 */
function compare(one, other) {
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) {
    start += 1;
  }
  let end = 0;
  while (end < one.length - start && end < other.length - start && one[one.length - 1 - end] === other[other.length - 1 - end]) {
    end += 1;
  }
  const middle = between(one.slice(start, one.length - end), other.slice(start, other.length - end));
  return [...same(one.slice(0, start)), ...middle, ...same(one.slice(one.length - end))];
}

/**
 * @param {string[]} lines
 * @returns {Line[]}
 */
function same(lines) {
  return lines.map((text) => ({ sign: ' ', text }));
}

/**
 * By the longest common subsequence; where that would take too long, all of it is new.
 * @param {string[]} one
 * @param {string[]} other
 * @returns {Line[]}
 */
function between(one, other) {
  const width = other.length + 1;
  if (one.length * width > MOST_CELLS) {
    return [...one.map((text) => /** @type {Line} */ ({ sign: '-', text })), ...other.map((text) => /** @type {Line} */ ({ sign: '+', text }))];
  }
  const lengths = new Uint32Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = one[i] === other[j]
        ? lengths[(i + 1) * width + j + 1] + 1
        : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  /** @type {Line[]} */
  const lines = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      lines.push({ sign: ' ', text: one[i] });
      i += 1;
      j += 1;
    } else if (j >= other.length || (i < one.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
      lines.push({ sign: '-', text: one[i] });
      i += 1;
    } else {
      lines.push({ sign: '+', text: other[j] });
      j += 1;
    }
  }
  return lines;
}

/**
 * Unchanged lines that are far from a changed one, in runs that can be unfolded.
 * @param {Line[]} lines
 * @returns {Run[]}
 */
export function folded(lines) {
  const isNear = lines.map((_, at) => lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ sign }) => sign !== ' '));
  /** @type {Run[]} */
  const runs = [];
  for (let at = 0; at < lines.length;) {
    let end = at;
    while (end < lines.length && isNear[end] === isNear[at]) {
      end += 1;
    }
    const run = lines.slice(at, end);
    runs.push(isNear[at] || run.length < AROUND ? run : { folded: run });
    at = end;
  }
  return runs;
}
