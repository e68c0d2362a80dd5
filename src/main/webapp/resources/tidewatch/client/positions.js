/**
 * Keeps the position of a reader, so that it goes on there after a reload or restart. One key for a
 * feed and reader, and never more than one position to be written.
 */

/** @typedef {import('./client.js').PositionStore} PositionStore */

export class Kept {
  #store;
  #key;
  /** @type {string|null|undefined} what is kept, or is to be */
  #latest;
  #isWriting = false;
  /** What is written now, and what comes after it. */
  #writing = Promise.resolve();

  /**
   * @param {'localStorage'|'indexedDB'|PositionStore} store
   * @param {string} key
   */
  constructor(store, key) {
    this.#store = storeOf(store);
    this.#key = key;
  }

  /** Fails if it cannot be read: beginning anywhere else would lose changes unseen. */
  async load() {
    try {
      this.#latest = (await this.#store.get(this.#key)) || null;
    } catch (error) {
      throw new Error(`The position that was kept cannot be read: ${error instanceof Error ? error.message : error}`);
    }
    return this.#latest;
  }

  /**
   * Writes it at once, or when the last has been written; only the latest. A failure is reported and
   * the reader goes on: it repeats changes after a restart, and loses none.
   *
   * @param {string|null} position
   */
  save(position) {
    if (position !== this.#latest) {
      this.#latest = position;
      if (!this.#isWriting) {
        this.#writing = this.#write();
      }
    }
    return this.#writing;
  }

  async #write() {
    this.#isWriting = true;
    /** @type {string|null|undefined} */
    let written;
    while (written !== this.#latest) {
      written = this.#latest;
      try {
        const done = this.#store.set(this.#key, written ?? null);
        if (done instanceof Promise) {
          await done;
        }
      } catch (error) {
        console.error('Tidewatch: the position could not be kept.', error);
      }
    }
    this.#isWriting = false;
  }
}

/**
 * @param {'localStorage'|'indexedDB'|PositionStore} store
 * @returns {PositionStore}
 */
function storeOf(store) {
  if (typeof store === 'object') {
    return store;
  }
  if (store === 'localStorage') {
    return {
      get: (key) => globalThis.localStorage.getItem(key),
      set: (key, position) => (position === null
        ? globalThis.localStorage.removeItem(key)
        : globalThis.localStorage.setItem(key, position)),
    };
  }
  if (store === 'indexedDB') {
    return {
      get: (key) => inDatabase('readonly', (positions) => positions.get(key)),
      set: (key, position) => inDatabase('readwrite', (positions) => (position === null
        ? positions.delete(key)
        : positions.put(position, key))),
    };
  }
  throw new TypeError(`keep is "${store}", but has to be localStorage, indexedDB, or an object with get and set.`);
}

const DATABASE = 'tidewatch';
const POSITIONS = 'positions';

/** @type {Promise<IDBDatabase>|null} one connection for all readers of a page */
let database = null;

/**
 * @param {IDBTransactionMode} mode
 * @param {(positions: IDBObjectStore) => IDBRequest} ask
 * @returns {Promise<any>}
 */
async function inDatabase(mode, ask) {
  database ??= openDatabase();
  database.catch(() => {
    database = null;
  });
  const request = ask((await database).transaction(POSITIONS, mode).objectStore(POSITIONS));
  return resultOf(request);
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  const opening = globalThis.indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(POSITIONS);
  return resultOf(opening).then((opened) => {
    // the user deleted it, or the browser needs the room: the next write opens it again
    opened.onclose = () => {
      database = null;
    };
    return opened;
  });
}

/**
 * @param {IDBRequest} request
 * @returns {Promise<any>}
 */
function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
