import { brief, cut } from './notation.js';
import { wordsOf } from './change-words.js';
import { gapSentence } from '../shared/gap-words.js';

/**
 * What a row needs, and no more: thousands are kept.
 *
 * @typedef {object} Row
 * @property {string} id
 * @property {string|null} before a position from which the reader gets this one next; null if unknown
 * @property {number|null} at when, ms
 * @property {boolean} wholeSeconds whether the time is known to the second only
 * @property {string} operation
 * @property {string} ns
 * @property {string} key the document's _id; empty if there is none
 * @property {string} words see `pack`
 * @property {string} transaction what tells it from others; empty if it is of none
 * @property {[string, string][]} [find] the filter that finds it from the position before, if not the page's
 * @property {number} [times] how many updates it stands for, if more than one
 *
 * @typedef {import('./change-words.js').Word} Word
 * @typedef {import('../client/client.js').Item<any, any>} Item
 */

const MOST_OF_KEY = 60;
const MOST_WORDS = 320; // characters; a screen shows fewer
const BETWEEN = '\u0001';
/** @type {Record<string, import('./change-words.js').Kind>} */
const KINDS = { n: 'name', o: 'old', w: 'new', v: 'value', m: 'mark' };
const LETTERS = { name: 'n', old: 'o', new: 'w', value: 'v', mark: 'm' };

/**
 * @param {Item} item
 * @param {string|null} before
 * @param {import('./change-words.js').Before} known
 * @returns {Row}
 */
export function rowOf({ id, change, gap }, before, known) {
  if (!change) {
    return note(id, before, 'gap', gapSentence(gap?.reason));
  }
  const { operationType, ns, documentKey, leave, lsid, txnNumber } = /** @type {any} */ (change);
  return {
    id,
    before,
    ...momentOf(change),
    operation: operationType ?? (leave ? 'leave' : 'unknown'),
    ns: ns ? [ns.db, ns.coll].filter(Boolean).join('.') : '',
    key: documentKey && '_id' in documentKey ? brief(documentKey._id, MOST_OF_KEY) : '',
    words: pack(wordsOf(change, known)),
    transaction: lsid && txnNumber !== undefined ? `${brief(lsid.id, 80)} ${brief(txnNumber, 30)}` : '',
  };
}

/**
 * A key as a narrow column shows it: the ends of ids tell them apart, their beginnings are alike.
 * @param {string} key in mongosh notation
 */
export function shortKey(key) {
  return key.replace(/^(ObjectId|UUID)\('[\w-]+(\w{6})'\)$/, "$1('…$2')");
}

/**
 * A row that tells of something else than a change.
 * @param {string} id a position
 * @param {string|null} before
 * @param {string} operation
 * @param {string} text
 * @returns {Row}
 */
export function note(id, before, operation, text) {
  return { id, before, at: null, wholeSeconds: false, operation, ns: '', key: '', words: pack([['mark', text]]), transaction: '' };
}

/**
 * When a change happened, by MongoDB's clock.
 * @param {any} change
 * @returns {{at: number|null, wholeSeconds: boolean}}
 */
function momentOf({ wallTime, clusterTime }) {
  const wall = wallTime?.$date;
  if (wall !== undefined) {
    return { at: valid(typeof wall === 'string' ? Date.parse(wall) : Number(wall.$numberLong)), wholeSeconds: false };
  }
  const seconds = clusterTime?.$timestamp?.t;
  return { at: seconds ? valid(seconds * 1_000) : null, wholeSeconds: true };
}

/** @param {number} millis */
function valid(millis) {
  return Number.isNaN(millis) ? null : millis;
}

/**
 * In one string: a string of a byte a character is the least that a browser keeps.
 * @param {Word[]} words
 */
export function pack(words) {
  let text = '';
  for (const [kind, word] of words) {
    const room = MOST_WORDS - text.length;
    if (word.length > room) {
      return `${text}${BETWEEN}${LETTERS[kind]}${cut(word, Math.max(0, room))}…`;
    }
    text += BETWEEN + LETTERS[kind] + word.replaceAll(BETWEEN, '\\u0001');
  }
  return text;
}

/**
 * @param {string} words
 * @returns {Word[]}
 */
export function unpack(words) {
  return words.split(BETWEEN).slice(1).map((word) => [KINDS[word[0]], word.slice(1)]);
}

/**
 * The second that a position begins with, ms; null if it begins with none.
 * @param {string|null} id
 */
export function secondOf(id) {
  try {
    const digits = id === null ? null : /^82([0-9A-F]{8})/.exec(atob(id.split('.', 1)[0].replaceAll('-', '+').replaceAll('_', '/')));
    return digits && Number.parseInt(digits[1], 16) * 1_000;
  } catch {
    return null; // an address may hold anything
  }
}
