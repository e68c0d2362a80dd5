import { compareIds } from './id-order.js';
import { parse } from '../shared/exact-json.js';

/**
 * The documents of one part of a list in the order of `_id`.
 *
 * @param {Iterable<any>} documents in about that order; any order will do
 * @param {any} after the `_id` that the part begins after; undefined for the first part
 * @param {number} most how many documents a part has
 * @returns {{before: number, part: any[], isLast: boolean}} before: how many documents come before it
 */
export function partOfDocuments(documents, after, most) {
  let before = 0;
  /** @type {any[]} in order, with one more than are shown */
  const found = [];
  for (const document of documents) {
    if (after !== undefined && compareIds(document._id, after) <= 0) {
      before += 1;
    } else if (found.length <= most || compareIds(document._id, found[most]._id) < 0) {
      let at = found.length;
      while (at > 0 && compareIds(found[at - 1]._id, document._id) > 0) {
        at -= 1;
      }
      found.splice(at, 0, document);
      found.length = Math.min(found.length, most + 1);
    }
  }
  return { before, part: found.slice(0, most), isLast: found.length <= most };
}

/**
 * The `_id` that a page's address begins after.
 * @param {string|null} text as in the address
 * @returns {any} undefined if there is none
 */
export function idOf(text) {
  if (text === null) {
    return undefined;
  }
  return text.startsWith('{') ? parse(text)._id : text;
}
