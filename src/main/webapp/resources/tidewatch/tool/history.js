import { serverParameters } from './address.js';
import { wordsOf } from './change-words.js';
import { createKnownDocuments } from './known-documents.js';
import { poll } from './polls.js';
import { secondOf } from './row.js';
import { documentsOf } from './difference.js';

/**
 * All changes of one document that MongoDB still has, and the document as it was at each.
 *
 * @typedef {import('../client/client.js').Change} Change
 *
 * @typedef {object} Moment
 * @property {string} id
 * @property {string|null} before the position that it is read after
 * @property {Change} change
 * @property {import('./change-words.js').Word[]} words
 * @property {any} documentBefore null: there was none; undefined: it is not known
 * @property {any} document likewise, after it
 */

const MOST = 500;
const NOW = 2_000; // ms

/**
 * The filter of one document's changes.
 * @param {string} ns
 * @param {any} key the document's _id
 * @returns {[string, string][]}
 */
export function documentParameters(ns, key) {
  return serverParameters([{ field: 'ns', value: ns, not: false }, { field: 'key', value: JSON.stringify(key), not: false }]);
}

/**
 * @param {object} options
 * @param {string} options.url of the feed's changes
 * @param {string} options.ns
 * @param {any} options.key the document's _id
 * @param {string} options.from
 * @param {AbortSignal} options.signal
 * @param {(moments: Moment[], reached: {position: string|null, lost: boolean, done: boolean, full: boolean}) => void} options.onMoments after each step
 */
export async function readHistory({ url, ns, key, from, signal, onMoments }) {
  /** @type {Moment[]} */
  const moments = [];
  const known = createKnownDocuments({ most: 100_000 });
  /** @type {[string, string]} */
  let place = ['from', from];
  let lost = false;
  const find = documentParameters(ns, key);
  for (;;) {
    const { changes, gap, position } = await poll(url, [...find, place, ['limit', '256']], { signal });
    signal.throwIfAborted();
    if (gap) {
      known.forget();
      lost = true;
    }
    let before = place[0] === 'after' ? place[1] : null;
    for (const { id, json } of changes) {
      const change = JSON.parse(json);
      const seen = known.take(change);
      const documents = documentsOf(change, seen.document);
      moments.push({ id, before, change, words: wordsOf(change, seen), documentBefore: documents.before, document: documents.after });
      before = id;
    }
    const isSame = position === null || position === place[1];
    const full = moments.length >= MOST;
    const done = isSame || (secondOf(position) ?? 0) >= Date.now() - NOW;
    onMoments(moments, { position, lost, done, full });
    if (done || full) {
      return;
    }
    place = ['after', String(position)];
  }
}
