import { brief, named } from './notation.js';

/**
 * What a change did, in a line: `status new → paid · items.1.qty 1 → 3 · − hold`. An old value is
 * there only if it is known. `RowWords` does the same on the server for a page without a script.
 *
 * @typedef {'name'|'old'|'new'|'value'|'mark'} Kind
 * @typedef {[Kind, string]} Word
 * @typedef {import('../client/client.js').Change} Change
 *
 * @typedef {object} Before what is known of a document before a change
 * @property {any} [document] all of it; undefined if it is not known
 * @property {Map<string, any>} [fields] values by the paths of an update
 */

const MOST_FIELDS = 8;
const MOST_OF_VALUE = 48;
/** Text that cannot be taken for another value, or for a mark. */
const PLAIN = /^\p{L}[\p{L}\p{Nd} _.,@:/+-]*$/u;
const WORDS = new Set(['true', 'false', 'null', 'undefined', 'Infinity', 'NaN']);

/**
 * @param {Change} change
 * @param {Before} [before]
 * @returns {Word[]}
 */
export function wordsOf(change, before = {}) {
  const { operationType, updateDescription, fullDocument, leave } = change;
  if (leave) {
    return [['mark', 'is no longer among what you may see or asked for']];
  }
  if (updateDescription) {
    return update(updateDescription, before.fields);
  }
  if (operationType === 'replace' && fullDocument && before.document) {
    return replaced(before.document, fullDocument);
  }
  if (fullDocument) {
    return fields(fullDocument);
  }
  if (operationType === 'delete') {
    return before.document ? [['mark', 'was '], ...fields(before.document)] : [['mark', 'the document as it was is not known']];
  }
  if (operationType === 'rename' && change.to) {
    return [['mark', 'to '], ['value', `${change.to.db}.${change.to.coll}`]];
  }
  return [];
}

/**
 * @param {import('../client/client.js').UpdateDescription} description
 * @param {Map<string, any>} [known]
 * @returns {Word[]}
 */
function update({ updatedFields, removedFields, truncatedArrays }, known) {
  const all = [
    ...Object.entries(updatedFields ?? {}).map(([path, value]) => () => /** @type {Word[]} */ ([
      ['name', path], ['mark', ' '], ...(known?.has(path) ? [['old', text(known.get(path))], ['mark', ' → ']] : []), ['new', text(value)],
    ])),
    ...(removedFields ?? []).map((path) => () => /** @type {Word[]} */ ([
      ['name', `− ${path}`], ...(known?.has(path) ? [['mark', ' '], ['old', text(known.get(path))]] : []),
    ])),
    ...(truncatedArrays ?? []).map(({ field, newSize }) => () => /** @type {Word[]} */ ([
      ['name', field], ['mark', ` cut to ${size(newSize)}`],
    ])),
  ];
  return joined(all);
}

/**
 * @param {any} newSize
 * @returns {string}
 */
function size(newSize) {
  return typeof newSize === 'object' ? newSize.$numberInt ?? newSize.$numberLong : String(newSize);
}

/**
 * @param {Record<string, any>} document
 * @returns {Word[]}
 */
function fields(document) {
  return joined(Object.entries(document).filter(([name]) => name !== '_id').map(([name, value]) => () => [
    ['name', named(name)], ['mark', ' '], ['value', text(value)],
  ]));
}

/**
 * @param {Record<string, any>} before
 * @param {Record<string, any>} after
 * @returns {Word[]}
 */
function replaced(before, after) {
  const count = Object.keys(after).length;
  const added = Object.keys(after).filter((name) => !Object.hasOwn(before, name)).length;
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name)).length;
  const altered = Object.keys(after)
    .filter((name) => Object.hasOwn(before, name) && JSON.stringify(before[name]) !== JSON.stringify(after[name])).length;
  return [['mark', `${count} field${count === 1 ? '' : 's'}: `], ['new', `+${added}`], ['mark', ' '], ['old', `−${removed}`], ['mark', ` ~${altered}`]];
}

/**
 * @param {(() => Word[])[]} all
 * @returns {Word[]}
 */
function joined(all) {
  /** @type {Word[]} */
  const words = [];
  all.slice(0, MOST_FIELDS).forEach((make, at) => words.push(...(at > 0 ? [/** @type {Word} */ (['mark', ' · '])] : []), ...make()));
  if (all.length > MOST_FIELDS) {
    words.push(['mark', ` · ${all.length - MOST_FIELDS} more`]);
  }
  return words;
}

/** @param {any} value */
export function text(value) {
  const isPlain = typeof value === 'string' && value.length <= MOST_OF_VALUE && PLAIN.test(value) && !WORDS.has(value);
  return isPlain ? value : brief(value, MOST_OF_VALUE);
}
