/**
 * The documents of a feed's collection, live: all that match, then every change of them, over whatever
 * losses of the connection. For React's `useSyncExternalStore` as it is, and for everybody else.
 *
 *     const orders = documents({ feed: 'orders', where: { status: 'open' } });
 *     orders.subscribe(() => show(orders.getSnapshot()));
 */

import { feedProtocol, read } from './client.js';
import { applyUpdate, UpdateError } from './update.js';

/** Operations after which what was read is void. */
const VOIDING = ['drop', 'dropDatabase', 'rename', 'invalidate'];

const REFUSED = 1008;

/**
 * @typedef {string|number|boolean|null} Key of a document: its _id if that is no object; else its
 *   Extended JSON as text, such as `{"$oid":"64b…"}`
 *
 * @typedef {import('./client.js').State & {current: boolean}} DocumentsState current: all documents
 *   have come, so that what is here is the collection at one moment. While they come again, as after a
 *   gap or a drop, it is false, and what was here before stays
 */

/**
 * @template [T=any]
 * @typedef {object} Documents also an iterable of pairs, as a Map is
 * @property {number} size
 * @property {(id: unknown) => T|undefined} get by an _id as it is in the document, or a key
 * @property {(id: unknown) => boolean} has
 * @property {() => IterableIterator<Key>} keys
 * @property {() => IterableIterator<T>} values
 * @property {() => IterableIterator<[Key, T]>} entries
 * @property {() => ReadonlyMap<Key, T>} getSnapshot the same Map until a document changes; one that
 *   changes is another object, and all others are the same
 * @property {(listener: () => void) => () => void} subscribe to changes of documents and of the state;
 *   what is returned ends that
 * @property {DocumentsState} state the same object until it changes
 * @property {string|null} position of the documents in the feed; null while they are not known
 * @property {() => void} renew replaces a connection that may be dead without knowing it
 * @property {() => void} close ends it; the documents stay
 */

/**
 * @typedef {object} DocumentsOptions
 * @property {import('./client.js').Options['feed']} [feed]
 * @property {import('./client.js').Options['url']} [url]
 * @property {import('./client.js').Options['token']} [token]
 * @property {Record<string, any>} [where] only documents that match this query of MongoDB, in Extended JSON
 * @property {string} [ns] the collection, of a feed of several
 * @property {import('./client.js').Options['batch']} [batch]
 * @property {import('./client.js').Options['parse']} [parse]
 * @property {import('./client.js').Options['WebSocket']} [WebSocket]
 */

/**
 * @template [T=any]
 * @param {DocumentsOptions} [options]
 * @returns {Documents<T> & Iterable<[Key, T]>}
 */
export function documents({ where, ...options } = {}) {
  /** @type {Map<Key, T>} */
  let here = new Map();
  /** @type {Map<Key, T>|null} what comes, until all has come */
  let coming = null;
  /** @type {ReadonlyMap<Key, T>|null} */
  let snapshot = null;
  /** Whether the server has to send all documents again before any change. */
  let isVoid = false;
  /** Whether the connection is of changes alone, so that the server sends no documents by itself. */
  let resumed = false;
  let hasChanged = false;
  /** @type {Set<() => void>} */
  const listeners = new Set();

  /** @type {import('./client.js').Protocol} */
  const protocol = {
    ...feedProtocol,
    begin(resumes, parameters) {
      if (where) {
        parameters.set('where', JSON.stringify(where));
      }
      resumed = resumes;
      if (resumes) {
        parameters.delete('documents'); // those that are here are followed by changes alone
      } else {
        parameters.set('documents', 'true');
      }
      coming = resumes ? null : new Map();
      isVoid = false;
      become({ current: resumes });
    },
    * read(message) {
      try {
        yield* events(message);
      } finally {
        tell();
      }
    },
  };

  /**
   * @param {any} message
   * @returns {Generator<import('./client.js').FeedEvent>}
   */
  function* events(message) {
    if (message.type === 'hello') {
      yield { id: '', hello: message.position ?? null };
    } else if (message.type === 'documents' && coming) {
      message.documents.forEach((/** @type {any} */ document) => take(document));
    } else if (message.type === 'current' && coming) {
      here = coming;
      coming = null;
      hasChanged = true;
      become({ current: true });
      yield { id: '', heartbeat: message.position };
    } else if (message.type === 'changes' && coming) {
      message.changes.forEach((/** @type {any} */ item) => apply(item.change));
    } else if (message.type === 'changes') {
      yield* changes(message.changes);
    } else if (message.type === 'reset') {
      coming = new Map();
      isVoid = false;
      become({ current: false });
      yield { id: '', restart: true };
    } else if (message.type === 'gap') {
      yield lose();
    } else if (message.type === 'heartbeat' && message.position && !coming && !isVoid) {
      yield { id: '', heartbeat: message.position };
    }
  }

  /** @param {import('./client.js').FeedEvent[]} items */
  function* changes(items) {
    for (const item of items) {
      const { change = {} } = item;
      if (change.reset || VOIDING.includes(change.operationType ?? '')) {
        yield lose();
      } else if (isVoid) {
        yield { id: '', again: 'The documents have to be read again.' };
      } else {
        yield item;
      }
    }
  }

  /**
   * The server begins again; and if the connection breaks first, or is of changes alone, so does this.
   * @returns {import('./client.js').FeedEvent}
   */
  function lose() {
    isVoid = true;
    return resumed ? { id: '', again: 'The documents have to be read again.' } : { id: '', restart: true };
  }

  /** @param {any} document */
  function take(document) {
    const map = /** @type {Map<Key, T>} */ (coming);
    try {
      const key = keyOf(document._id);
      if (map.has(key)) {
        throw new RangeError(`Two documents have the _id ${key} here: their _ids differ in what JavaScript does not have.`);
      }
      map.set(key, document);
    } catch (error) {
      fail(error);
    }
  }

  /** @param {import('./client.js').ChangeEvent<any>} change */
  function apply(change) {
    try {
      applyChange(coming ?? here, change);
      hasChanged ||= !coming;
    } catch (error) {
      fail(error);
    }
  }

  /** @param {unknown} error */
  function fail(error) {
    if (error instanceof UpdateError) {
      feed.again(`The documents are read again: ${error.message}.`);
    } else if (error instanceof RangeError) {
      refuse(error.message);
    } else {
      throw error;
    }
  }

  /** @param {string} reason */
  function refuse(reason) {
    feed.refuse(REFUSED, reason);
  }

  /** @param {Partial<DocumentsState>} change */
  function become(change) {
    state = { ...state, ...change };
    for (const listener of listeners) {
      report(listener);
    }
  }

  /** Once a message, whatever number of changes it holds. */
  function tell() {
    if (hasChanged) {
      hasChanged = false;
      snapshot = null;
      become({});
    }
  }

  const feed = read({ ...options, onChange: apply, onState: (latest) => become(latest) }, protocol);
  /** @type {DocumentsState} */
  let state = { ...feed.state, current: false };

  return {
    get size() {
      return here.size;
    },
    get: (id) => here.get(keyOf(id)),
    has: (id) => here.has(keyOf(id)),
    keys: () => here.keys(),
    values: () => here.values(),
    entries: () => here.entries(),
    [Symbol.iterator]: () => here.entries(),
    getSnapshot: () => (snapshot ??= new Map(here)),
    subscribe(listener) {
      const own = () => listener(); // one that subscribes twice is told twice, and ends each alone
      listeners.add(own);
      return () => listeners.delete(own);
    },
    get state() {
      return state;
    },
    get position() {
      return coming || isVoid ? null : feed.position;
    },
    renew: feed.renew,
    close: feed.close,
  };
}

/**
 * @template T
 * @param {Map<Key, T>} map
 * @param {import('./client.js').ChangeEvent<T>} change
 */
function applyChange(map, { operationType, enter, leave, documentKey, fullDocument, updateDescription }) {
  if (!documentKey) {
    return; // of no document: an index, for example
  }
  const key = keyOf(documentKey._id);
  if (leave || operationType === 'delete') {
    map.delete(key);
  } else if (fullDocument) {
    map.set(key, fullDocument);
  } else if (operationType === 'update' && updateDescription && !enter && map.has(key)) {
    map.set(key, applyUpdate(/** @type {T} */ (map.get(key)), updateDescription));
  } else {
    throw new UpdateError(`a change (${operationType}) of a document that is not here`);
  }
}

/**
 * The key of a document.
 *
 * @param {any} id as it is in the document; a key is its own key
 * @returns {Key}
 */
export function keyOf(id) {
  if (typeof id === 'number' && Number.isInteger(id) && !Number.isSafeInteger(id)) {
    throw new RangeError(`The _id ${id} is beyond 2^53, where numbers of JavaScript are not exact.`);
  }
  return typeof id === 'object' && id !== null ? JSON.stringify(id) : id;
}

/**
 * A listener's trouble must not cost the others what they have to be told.
 * @param {() => void} listener
 */
function report(listener) {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
