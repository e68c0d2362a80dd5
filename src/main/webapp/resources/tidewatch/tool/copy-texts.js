import { print, quoted } from './notation.js';

/**
 * A change as texts to paste elsewhere. Pure.
 *
 * @typedef {import('../client/client.js').Change} Change
 */

/**
 * What to type into mongosh to do it again; null if that is not known.
 * @param {Change} change in canonical Extended JSON, so that types stay
 * @returns {string|null}
 */
export function asMongosh({ operationType, ns, documentKey, fullDocument, updateDescription }) {
  if (!ns?.coll || !documentKey) {
    return null;
  }
  const collection = `db.getSiblingDB(${quoted(ns.db)}).getCollection(${quoted(ns.coll)})`;
  const which = print(documentKey);
  if (operationType === 'insert' && fullDocument) {
    return `${collection}.insertOne(${print(fullDocument, { block: true })})`;
  }
  if (operationType === 'replace' && fullDocument) {
    return `${collection}.replaceOne(${which}, ${print(fullDocument, { block: true })})`;
  }
  if (operationType === 'delete') {
    return `${collection}.deleteOne(${which})`;
  }
  return updateDescription ? updates(collection, which, updateDescription).join('\n') : null;
}

/**
 * Two, if arrays were cut: one update cannot cut an array and set an element of it.
 * @param {string} collection
 * @param {string} which
 * @param {import('../client/client.js').UpdateDescription} description
 */
function updates(collection, which, { updatedFields = {}, removedFields = [], truncatedArrays = [] }) {
  /** @type {Record<string, any>[]} */
  const all = [];
  if (truncatedArrays.length > 0) {
    all.push({ $push: Object.fromEntries(truncatedArrays.map(({ field, newSize }) => [field, { $each: [], $slice: newSize }])) });
  }
  /** @type {Record<string, any>} */
  const fields = {};
  if (Object.keys(updatedFields).length > 0) {
    fields.$set = updatedFields;
  }
  if (removedFields.length > 0) {
    fields.$unset = Object.fromEntries(removedFields.map((path) => [path, '']));
  }
  if (Object.keys(fields).length > 0) {
    all.push(fields);
  }
  return all.map((update) => `${collection}.updateOne(${which}, ${print(update)})`);
}

/**
 * What to type into a shell to get it.
 * @param {string} address of the feed's changes
 * @param {[string, string][]} parameters that find it
 * @param {boolean} needsToken
 */
export function asCurl(address, parameters, needsToken) {
  const url = `${address}?${new URLSearchParams(parameters)}`.replaceAll("'", '%27');
  return `curl -s ${needsToken ? '-H "Authorization: Bearer $TOKEN" ' : ''}'${url}'`;
}
