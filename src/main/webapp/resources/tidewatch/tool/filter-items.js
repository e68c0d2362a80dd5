import { text } from './change-words.js';

/**
 * What a change offers to filter by: only such ones, or none of them.
 *
 * @param {import('../client/client.js').Change} change
 * @param {(token: import('./address.js').Token) => void} onFilter
 * @returns {[string, () => void][]}
 */
export function filterItems({ operationType, ns, documentKey, updateDescription }, onFilter) {
  /** @type {[string, import('./address.js').Field, string][]} */
  const offers = [];
  if (operationType) {
    offers.push([`operation ${operationType}`, 'op', operationType]);
  }
  if (ns) {
    const name = [ns.db, ns.coll].filter(Boolean).join('.');
    offers.push([name, 'ns', name]);
  }
  if (documentKey && '_id' in documentKey) {
    offers.push([`_id ${text(documentKey._id)}`, 'key', JSON.stringify(documentKey._id)]);
  }
  const { updatedFields = {}, removedFields = [] } = updateDescription ?? {};
  for (const path of [...Object.keys(updatedFields), ...removedFields].slice(0, MOST_FIELDS)) {
    offers.push([`changes of ${path}`, 'changed', path]);
  }
  return offers.flatMap(([label, field, value]) => [
    [`Only ${label}`, () => onFilter({ field, value, not: false })],
    [`Not ${label}`, () => onFilter({ field, value, not: true })],
  ]);
}

const MOST_FIELDS = 8;
