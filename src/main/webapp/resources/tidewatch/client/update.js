/**
 * Applies what an update did to a document as it was before. Exactly, or not at all: a path that could
 * be read in two ways, or that leads nowhere, means that the document is not the one that was updated.
 */

/** @typedef {import('./client.js').UpdateDescription} UpdateDescription */
/** @typedef {(name: string|number) => any} Ask */

export class UpdateError extends Error {}

/**
 * Returns a new document; what it shares with the one before is not changed.
 *
 * @template T
 * @param {T} document in relaxed Extended JSON
 * @param {UpdateDescription} description
 * @returns {T}
 */
export function applyUpdate(document, { updatedFields, removedFields, truncatedArrays, disambiguatedPaths }) {
  /** @type {any} */
  let result = document;
  /** @param {string} path */
  const names = (path) => (disambiguatedPaths && Object.hasOwn(disambiguatedPaths, path)
    ? disambiguatedPaths[path]
    : namesOf(path, document));
  for (const { field, newSize } of truncatedArrays ?? []) {
    result = change(result, names(field), (parent, name) => replace(parent, name, truncate(child(parent, name), newSize)));
  }
  for (const path of removedFields ?? []) {
    result = change(result, names(path), remove);
  }
  for (const [path, value] of Object.entries(updatedFields ?? {})) {
    result = change(result, names(path), (parent, name) => replace(parent, name, value));
  }
  return result;
}

/**
 * The names on a path that has only dots to tell them apart. A name with a dot of its own makes it
 * ambiguous wherever the document has such a name.
 *
 * @param {string} path
 * @param {any} document
 */
function namesOf(path, document) {
  const names = path.split('.');
  let parent = document;
  for (let i = 0; i < names.length - 1; i += 1) {
    const rest = names.slice(i).join('.');
    if (isFields(parent) && Object.keys(parent).some((name) => name.includes('.') && `${rest}.`.startsWith(`${name}.`))) {
      throw new UpdateError(`the path ${path} can be read in two ways`);
    }
    parent = child(parent, names[i]);
  }
  return names;
}

/**
 * @param {any} parent
 * @param {(string|number)[]} names
 * @param {(parent: any, name: string|number) => any} last what to do at the end of the path
 * @returns {any}
 */
function change(parent, [name, ...rest], last) {
  if (!Array.isArray(parent) && !isFields(parent)) {
    throw new UpdateError(`the path to ${name} leads nowhere`);
  }
  return rest.length === 0
    ? last(parent, name)
    : replace(parent, name, change(child(parent, name), rest, last));
}

/**
 * @param {any} parent
 * @param {string|number} name
 */
function child(parent, name) {
  if (Array.isArray(parent)) {
    return parent[indexOf(name)];
  }
  return isFields(parent) && Object.hasOwn(parent, name) ? parent[name] : undefined;
}

/**
 * @param {any} parent
 * @param {string|number} name
 * @param {any} value
 */
function replace(parent, name, value) {
  if (!Array.isArray(parent)) {
    return { ...parent, [name]: value }; // a computed name: __proto__ is a field like others
  }
  const index = indexOf(name);
  const copy = [...parent];
  while (copy.length < index) {
    copy.push(null); // as MongoDB fills them
  }
  copy[index] = value;
  return copy;
}

/**
 * @param {any} parent
 * @param {string|number} name
 */
function remove(parent, name) {
  if (Array.isArray(parent)) {
    // what $unset leaves in an array is reported as an updated null
    throw new UpdateError(`${name} is an element, and no field`);
  }
  return Object.fromEntries(Object.entries(parent).filter(([other]) => other !== String(name)));
}

/**
 * @param {any} array
 * @param {number} size
 */
function truncate(array, size) {
  if (!Array.isArray(array) || array.length < size) {
    throw new UpdateError('what is truncated is no such array');
  }
  return array.slice(0, size);
}

/** @param {string|number} name */
function indexOf(name) {
  const index = Number(name);
  if (!/^(0|[1-9]\d*)$/.test(String(name)) || index > LONGEST_ARRAY) {
    throw new UpdateError(`${name} is no index`);
  }
  return index;
}

/** MongoDB's documents have 16 MB, and an element has more than 2 bytes. */
const LONGEST_ARRAY = 8 * 1024 * 1024;

/**
 * Whether a value is a document, and none of the values that Extended JSON writes as one.
 * @param {any} value
 */
function isFields(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    && !Object.keys(value).some((name) => name.startsWith('$'));
}
