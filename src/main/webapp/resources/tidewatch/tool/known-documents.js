import { applyUpdate } from '../client/update.js';

/**
 * What this page has seen of the documents, so that a row can tell an old value without the
 * database's images. Nothing is guessed: what may have changed unseen is forgotten. Bounded.
 *
 * @typedef {import('../client/client.js').Change} Change
 * @typedef {import('./change-words.js').Before} Before
 *
 * @typedef {object} Entry
 * @property {string|null} document all of it, as JSON; null if it is not known
 * @property {Map<string, string>} fields JSON of values by paths that updates have set
 * @property {number} size characters
 */

const LONGEST = 8_192;

/** @param {{most?: number}} [options] most: characters that are kept in all */
export function createKnownDocuments({ most = 1_000_000 } = {}) {
  /** @type {Map<string, Entry>} the one that was not used for longest first */
  const entries = new Map();
  let size = 0;

  /** @param {string} key */
  function drop(key) {
    size -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  }

  /**
   * @param {string} key
   * @param {any} document undefined if it is not known
   * @param {Map<string, string>} [fields]
   */
  function keep(key, document, fields = new Map()) {
    drop(key);
    const text = document === undefined ? null : JSON.stringify(document);
    const length = (text?.length ?? 0) + key.length + [...fields].reduce((sum, [path, value]) => sum + path.length + value.length, 0);
    if (length > LONGEST) {
      return;
    }
    entries.set(key, { document: text, fields, size: length });
    size += length;
    for (const oldest of entries.keys()) {
      if (size <= most) {
        break;
      }
      drop(oldest);
    }
  }

  function forget() {
    entries.clear();
    size = 0;
  }

  /**
   * @param {Change} change
   * @param {string} key
   * @returns {Before}
   */
  function updated(change, key) {
    const entry = entries.get(key);
    const description = /** @type {import('../client/client.js').UpdateDescription} */ (change.updateDescription);
    const document = change.fullDocumentBeforeChange ?? parsed(entry?.document);
    const after = document === undefined ? undefined : applied(document, description);
    if (after !== undefined) {
      keep(key, after);
      return { document, fields: values(document, pathsOf(description)) };
    }
    const known = entry?.fields ?? new Map();
    const paths = pathsOf(description);
    const fields = new Map(paths.filter((path) => known.has(path)).map((path) => [path, JSON.parse(known.get(path))]));
    const next = new Map([...known].filter(([path]) => !paths.some((other) => touches(path, other))));
    Object.entries(description.updatedFields ?? {}).forEach(([path, value]) => next.set(path, JSON.stringify(value)));
    keep(key, undefined, next);
    return { fields };
  }

  return {
    forget,
    /** Characters that are kept. */
    get size() {
      return size;
    },
    /**
     * @param {Change} change the next one
     * @returns {Before} what is known of its document before it
     */
    take(change) {
      const { operationType, documentKey, fullDocument, fullDocumentBeforeChange, enter, leave, ns } = change;
      if (!documentKey) {
        forget(); // of a collection or database: what it did to the documents is not told here
        return {};
      }
      const key = `${ns?.db}.${ns?.coll} ${JSON.stringify(documentKey._id)}`;
      if (change.updateDescription) {
        return updated(change, key);
      }
      const document = fullDocumentBeforeChange ?? parsed(entries.get(key)?.document);
      if (fullDocument && (enter || operationType === 'insert' || operationType === 'replace')) {
        keep(key, fullDocument);
      } else if (leave || operationType === 'delete' || operationType === 'replace') {
        drop(key);
      }
      return { document: document ?? undefined };
    },
  };
}

/** @param {string|null|undefined} json */
function parsed(json) {
  return json ? JSON.parse(json) : undefined;
}

/**
 * @param {any} document
 * @param {import('../client/client.js').UpdateDescription} description
 */
function applied(document, description) {
  try {
    return applyUpdate(document, plainUpdate(description));
  } catch {
    return undefined; // not the document that was updated
  }
}

/**
 * @param {import('../client/client.js').UpdateDescription} description whose sizes may be canonical
 * @returns {import('../client/client.js').UpdateDescription}
 */
export function plainUpdate(description) {
  const { truncatedArrays = [], disambiguatedPaths } = description;
  const number = (/** @type {any} */ value) => (value?.$numberInt === undefined ? value : Number(value.$numberInt));
  return {
    ...description,
    truncatedArrays: truncatedArrays.map(({ field, newSize }) => ({ field, newSize: number(newSize) })),
    disambiguatedPaths: disambiguatedPaths && Object.fromEntries(
      Object.entries(disambiguatedPaths).map(([path, names]) => [path, names.map(number)]),
    ),
  };
}

/** @param {import('../client/client.js').UpdateDescription} description */
function pathsOf({ updatedFields, removedFields, truncatedArrays }) {
  return [...Object.keys(updatedFields ?? {}), ...(removedFields ?? []), ...(truncatedArrays ?? []).map(({ field }) => field)];
}

/**
 * @param {any} document
 * @param {string[]} paths
 */
function values(document, paths) {
  /** @type {Map<string, any>} */
  const found = new Map();
  for (const path of paths) {
    let value = document;
    for (const name of path.split('.')) {
      value = typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? value[name] : undefined;
    }
    if (value !== undefined) {
      found.set(path, value);
    }
  }
  return found;
}

/**
 * Whether setting one path may alter the value at the other.
 * @param {string} path
 * @param {string} other
 */
function touches(path, other) {
  return path === other || path.startsWith(`${other}.`) || other.startsWith(`${path}.`);
}
