import { print } from './notation.js';

/**
 * What must not be: the server knows no negation, so these changes are left out here.
 *
 * @typedef {import('./address.js').Token} Token
 * @typedef {import('../client/client.js').Change} Change
 */

/** What MongoDB adds to every event; it is not searched, as on the server. */
const OF_EVERY_EVENT = new Set([
  'operationType', 'ns', 'clusterTime', 'wallTime', 'lsid', 'txnNumber', 'collectionUUID', 'splitEvent', 'enter', 'leave', 'reset',
]);

/**
 * @param {Change} change
 * @param {Token[]} tokens of the filter
 * @returns {boolean} whether none of the negated ones is so
 */
export function passes(change, tokens) {
  const negated = tokens.filter(({ not }) => not);
  const muted = negated.filter(({ field }) => field === 'changed').map(({ value }) => value);
  return !(muted.length > 0 && touchesNothingElse(change, muted))
    && negated.every((token) => token.field === 'changed' || !TESTS[token.field](change, token.value));
}

/** @type {Record<string, (change: Change, value: string) => boolean>} */
const TESTS = {
  op: ({ operationType, leave }, value) => (leave ? 'delete' : operationType) === value,
  ns: ({ ns }, value) => (ns ? [ns.db, ns.coll].filter(Boolean).join('.') : '') === value,
  key: ({ documentKey }, value) => documentKey !== undefined && isKey(documentKey._id, value),
  text: (change, value) => holds(change, value),
};

/**
 * An update that touches a muted field and another one is shown: the other is news.
 * @param {Change} change
 * @param {string[]} muted dotted fields
 */
function touchesNothingElse({ updateDescription }, muted) {
  const { updatedFields = {}, removedFields = [], truncatedArrays = [] } = updateDescription ?? {};
  const paths = [...Object.keys(updatedFields), ...removedFields, ...truncatedArrays.map(({ field }) => field)];
  return paths.length > 0 && paths.every((path) => muted.some((field) => path === field || path.startsWith(`${field}.`)));
}

/**
 * @param {any} id
 * @param {string} value as in the filter: a text is also what it reads as
 */
function isKey(id, value) {
  const bare = typeof id === 'string' ? id : id?.$oid ?? id?.$numberInt ?? id?.$numberLong ?? print(id);
  return String(bare) === value || print(id) === value || JSON.stringify(id) === value;
}

/**
 * In what the documents, their key and the update hold; not in the names of MongoDB's own fields.
 * @param {any} change
 * @param {string} value
 */
function holds(change, value) {
  const parts = Object.entries(change).filter(([name]) => !OF_EVERY_EVENT.has(name));
  return parts.flatMap(([name, part]) => (name === 'updateDescription' ? Object.values(part) : [part]))
    .some((part) => found(part, value.toLowerCase()));
}

/**
 * @param {any} value
 * @param {string} text in lower case
 * @returns {boolean}
 */
function found(value, text) {
  if (typeof value !== 'object' || value === null) {
    return String(value).toLowerCase().includes(text);
  }
  return Object.entries(value).some(([name, member]) => (!Array.isArray(value) && !name.startsWith('$') && name.toLowerCase().includes(text))
    || found(member, text));
}
