/**
 * Reads a feed of Tidewatch: every change, once and in order, over whatever losses of the
 * connection. For this server's page and for anybody else's, in browsers and in Node.
 *
 *     import { watch } from 'https://tidewatch.example/resources/tidewatch/client.js';
 *     watch({ feed: 'orders', onChange: (change) => console.log(change.operationType) });
 *
 * One file, though a long one: one import from a server brings it, and a page that only watches loads
 * no other. What few need is loaded when it is needed.
 */

const FIRST_DELAY = 250; // ms, as all below
const LONGEST_DELAY = 5_000;
const BUSY_DELAY = 5_000;
const LONGEST_BUSY_DELAY = 60_000;
const CONNECT_LIMIT = 10_000; // a browser may wait for minutes on a host that does not answer
const STEADY = 5_000; // a connection that stood this long makes the next loss a new one
const SILENCE = 45_000; // three heartbeats
const UNREAD = 1_000; // changes kept for an iteration that is slower than the feed

const GOING_AWAY = 1001;
const REFUSED = 1008;
const BUSY = 1013;
const EXPIRED = 3000;
const FORBIDDEN = 3003;

const UNKNOWN = 401; // as all below, the status of an answer over HTTP
const FINAL = [403, 404];

/** What the application answers with, and nobody else (RFC 9457). */
export const PROBLEM = 'application/problem+json';

/**
 * @typedef {object} State
 * @property {'connecting'|'open'|'waiting'|'refused'|'closed'} phase waiting: for the next attempt, or
 *   for an iteration to catch up; refused: for good, see code and reason; closed: by close()
 * @property {number|null} lostAt since when there is no connection though one was tried (ms); null
 *   while there is one, and before the first attempt has failed
 * @property {number|null} code of the last close. 1001: the server stops. 1008: there is no such feed,
 *   or `after` is no position of it; final, so it is not tried again. 1011: an error of the
 *   server's. 1013: too many readers, or this one was too slow; tried again later than others. 3000:
 *   the token or the login has expired; final if the token is a string. 3003: this caller may not read the feed, or an
 *   operator has disconnected it; final. 401, 403, 404: as the server answers over HTTP, where a
 *   handshake with a token has failed; the last two are final, and 401 is if the token is a string.
 *   Else: the connection broke, or an Origin that the server's tidewatch.origins does not list
 * @property {string} reason the same in the server's words, if it gave any
 *
 * @typedef {{$timestamp: {t: number, i: number}}} Timestamp
 * @typedef {{db: string, coll?: string}} Namespace
 * @typedef {'relaxed'|'canonical'} JsonForm of Extended JSON: a date is `{ $date: '…' }` or
 *   `{ $date: { $numberLong: '…' } }`, the number 1 is `1` or `{ $numberInt: '1' }`
 */

/**
 * What an update did, by dotted paths.
 *
 * @template {JsonForm} [J='relaxed']
 * @typedef {object} UpdateDescription
 * @property {Record<string, any>} updatedFields
 * @property {string[]} removedFields
 * @property {{field: string, newSize: Int<J>}[]} [truncatedArrays]
 * @property {Record<string, (string|Int<J>)[]>} [disambiguatedPaths]
 */

/**
 * @template {JsonForm} J
 * @typedef {J extends 'canonical' ? {$numberInt: string} : number} Int
 */

/**
 * @template {JsonForm} J
 * @typedef {J extends 'canonical' ? {$numberLong: string} : number} Long
 */

/**
 * A change in Extended JSON: an ObjectId is `{ $oid: '…' }`. `/schemas/tidewatch.v1.json` says the same.
 *
 * @template [T=any]
 * @template {JsonForm} [J='relaxed']
 * @typedef {object} ChangeEvent
 * @property {string} [operationType] insert, update, replace, delete, drop and so on; absent from a `leave`
 * @property {Namespace} [ns]
 * @property {Namespace} [to] the new name, of a rename
 * @property {Record<string, any>} [documentKey] `_id`, and the fields of a shard key
 * @property {T|null} [fullDocument] the document, where MongoDB gives it; null if it has gone since
 * @property {T|null} [fullDocumentBeforeChange]
 * @property {UpdateDescription<J>} [updateDescription]
 * @property {Timestamp} [clusterTime]
 * @property {{$date: J extends 'canonical' ? {$numberLong: string} : string}} [wallTime]
 * @property {Long<J>} [txnNumber] of a change in a transaction, as lsid
 * @property {Record<string, any>} [lsid]
 * @property {string} [nsType] what was created; MongoDB 8.1 and newer
 * @property {Record<string, any>} [collectionUUID] of a feed with expanded events, as the next two
 * @property {Record<string, any>} [operationDescription]
 * @property {Record<string, any>} [stateBeforeChange]
 * @property {true} [enter] the document came into what the reader may see, or asked for
 * @property {true} [leave] the document left it, or was deleted
 * @property {true} [reset] what the reader has of the collection or database is void
 * @property {string} [html] over /socket
 * @property {string} [html_id] over /socket
 */

/**
 * @typedef {ChangeEvent<any, any>} Change a change of documents of any type, in either form
 *
 * @typedef {object} Gap changes that were missed, and that cannot be had any more
 * @property {'history-lost'|'oversized'|'unreadable'|'pipeline-changed'|'no-image'} reason
 * @property {string|null} after the last position before it
 * @property {string} position where it goes on
 *
 * @typedef {object} PositionStore where a position is kept over a reload or restart
 * @property {(key: string) => string|null|undefined|Promise<string|null|undefined>} get
 * @property {(key: string, position: string|null) => unknown} set null: nothing is kept any more; if it
 *   returns a promise, the next position is set when that is settled, and only the latest
 */

/**
 * What is delivered, and its position.
 *
 * @template [T=any]
 * @template {JsonForm} [J='relaxed']
 * @typedef {{id: string, change: ChangeEvent<T, J>, gap?: undefined} | {id: string, gap: Gap, change?: undefined}} Item
 */

/**
 * @typedef {object} Watch also an async iterable of `{id, change}` and `{id, gap}`, if there is no
 *   onChange; leaving the loop closes it, a refusal is thrown, and a slow loop loses nothing
 * @property {() => void} close ends it; nothing is delivered any more
 * @property {() => void} renew replaces a connection that may be dead without knowing it
 * @property {string|null} position of what was delivered, or filtered out, last: to come back with
 * @property {number} unread changes that came and that an iteration has not taken; the server may hold
 *   more while it is slow
 * @property {State} state
 * @property {() => Promise<void>} forget ends it, and deletes what `keep` has kept
 */

/**
 * @template [T=any]
 * @template {JsonForm} [J='relaxed']
 * @typedef {object} Options
 * @property {string} [feed] its name: 'changes' is the one on the page
 * @property {string|URL} [url] where Tidewatch is, such as https://tidewatch.example/; needed
 *   where this module was not loaded from there
 * @property {string|(() => Promise<string|null>)} [after] a position to go on after, else it is
 *   the next change; a function is asked before each attempt until a position is known
 * @property {string|Date} [from] instead, the moment whose changes come first: an instant, or a time before
 *   now by the server's clock, such as '-30s', '-10m', '-2h' or '-1d'. As soon as a position is known, it counts
 * @property {string|(() => string|Promise<string>)} [token] says who reads, where the server requires
 *   it; a function is asked before each attempt, so also for a new one when the last has expired
 * @property {string|string[]} [op] only these operation types
 * @property {string|string[]} [ns] only these namespaces, `db.coll`: each of a list as it is, or
 *   several in one text with commas
 * @property {string|number|object|(string|number|object)[]} [key] only documents of these _ids: an
 *   object is Extended JSON, such as `{ $oid: '…' }`, and a text is also what it reads as, such as a
 *   number or an ObjectId's hex
 * @property {Record<string, any>} [where] only changes of documents that match this query, in Extended JSON
 * @property {string|string[]} [changed] of updates, only those that touch one of these dotted fields: each
 *   of a list as it is, or several in one text with commas
 * @property {string} [text] only changes that contain this text, in upper or lower case
 * @property {J} [json] canonical: each number of a change says its type, so that it stays exact
 * @property {number} [batch] the most bytes in a message, 1,024 to 262,144, for a WebSocket with a
 *   limit; a single change that is larger comes alone
 * @property {boolean} [html] over /socket: the changes, of the feed 'changes', carry `html`
 * @property {'localStorage'|'indexedDB'|PositionStore} [keep] where the position is kept, so that the
 *   reader goes on there after a reload or restart: one key for a feed and reader. `after` is where it
 *   begins while nothing is kept
 * @property {string} [reader] tells readers of one feed apart that keep positions, such as two filters
 * @property {(text: string) => any} [parse] reads a message, instead of JSON.parse: one that keeps numbers
 *   exact, for example, which JavaScript rounds beyond 2^53
 * @property {(change: ChangeEvent<T, J>, id: string) => void} [onChange] the change in Extended JSON, and its
 *   position; when it throws, the change counts as delivered all the same
 * @property {(gap: Gap) => void} [onGap]
 * @property {(state: State) => void} [onState]
 * @property {any} [WebSocket] a class to connect with, such as that of `ws`. Without one, and where the
 *   platform has none (Node before 22), the feed is read as Server-Sent Events with `fetch`
 */

/**
 * @template [T=any]
 * @template {JsonForm} [J='relaxed']
 * @param {Options<T, J>} [options]
 * @returns {Watch & AsyncIterable<Item<T, J>>}
 */
export function watch(options = {}) {
  return read(options, options.html ? socketProtocol : feedProtocol);
}

/**
 * What a message says, and what the address asks for.
 *
 * @typedef {object} Protocol
 * @property {string} name
 * @property {string[]} subprotocols
 * @property {boolean} greets whether the first message is a greeting
 * @property {boolean} heartbeats
 * @property {(resumes: boolean, parameters: URLSearchParams) => void} [begin] a connection begins, after a
 *   position or without one; it may ask for more in the address
 * @property {(message: any) => Iterable<FeedEvent>} read one thing after the other
 */

/**
 * @typedef {object} Controls
 * @property {(reason: string) => void} again reads from the beginning, without a position
 * @property {(code: number, reason: string) => void} refuse ends it for good
 */

/**
 * For `watch` and `documents`.
 *
 * @template [T=any]
 * @template {JsonForm} [J='relaxed']
 * @param {Options<T, J>} options
 * @param {Protocol} protocol
 * @returns {Watch & Controls & AsyncIterable<Item<T, J>>}
 */
export function read(options, protocol) {
  const { after = null, from, html = false, token, keep, reader = '', parse = JSON.parse, onChange, onGap, onState } = options;
  if (from && after) {
    throw new TypeError('Both after and from say where to begin: give one of them.');
  }
  let Socket = options.WebSocket ?? globalThis.WebSocket;
  if (!Socket && html) {
    throw new TypeError('There is no WebSocket here: give one as the option WebSocket.');
  }
  const { address, stateAddress } = addressOf(options);
  const moment = from ? momentOf(from) : null;
  /** @type {WebSocket|null} */
  let socket = null;
  let timer = 0;
  let attempts = 0;
  let openedAt = 0;
  let heardAt = 0;
  let position = typeof after === 'function' ? null : after || null;
  /** @type {string|null} */
  let lastGap = null;
  /** @type {string|null} what the connection was opened with, or is to be */
  let bearer = null;
  /** @type {string|null} one that the server has not accepted, or no longer */
  let spent = null;
  /** Whether the server has accepted the handshake. */
  let accepted = false;
  /** @type {object|null} the question why it has not, if it is being asked */
  let question = null;
  /** @type {import('./positions.js').Kept|null} where the position is kept, once that is known */
  let kept = null;
  /** @type {State} */
  let state = { phase: 'connecting', lostAt: null, code: null, reason: '' };

  /** @type {Item<any, any>[]} what an iteration has not taken yet */
  const unread = [];
  /** @type {string|null} where the iteration is */
  let taken = null;
  /** Whether the iteration has an item and has not asked for the next: it may still fail. */
  let working = false;
  /** Whether the server has to wait. */
  let full = false;
  let wake = () => {};

  /** @param {Partial<State>} change */
  function become(change) {
    state = { ...state, ...change };
    call(onState, state);
    wake();
  }

  async function connect() {
    if (state.phase === 'closed') {
      return;
    }
    clearTimeout(timer);
    question = null;
    become({ phase: 'connecting' });
    if (token !== undefined && !await authorize()) {
      return;
    }
    if ((!Socket || (keep && !kept)) && !await prepare()) {
      return;
    }
    if (position === null && typeof after === 'function') {
      // Without a position, whatever happens until the next connection would be lost unseen.
      const known = await Promise.resolve().then(after).catch(() => null);
      position ??= known || null;
    }
    if (socket || state.phase !== 'connecting') {
      return;
    }
    address.searchParams.delete('after');
    address.searchParams.delete('from');
    if (position !== null) {
      address.searchParams.set('after', position);
    } else if (moment) {
      address.searchParams.set('from', moment());
    }
    protocol.begin?.(position !== null, address.searchParams);
    const opening = new Socket(address.href, subprotocols());
    socket = opening;
    accepted = false;
    timer = setTimeout(() => lost(opening), CONNECT_LIMIT);
    opening.onopen = () => opening === socket && answered();
    opening.onmessage = (/** @type {{data: any}} */ { data }) => opening === socket && receive(data);
    opening.onclose = (/** @type {{code: number, reason: string}} */ { code, reason }) => lost(opening, code, reason);
    // The close that follows says more; but Node 20 has none follow a connection that is refused.
    opening.onerror = () => setTimeout(() => lost(opening));
  }

  /** Loads what only some readers need; returns whether the attempt goes on. */
  async function prepare() {
    try {
      Socket ??= (await import('./fetch-socket.js')).FetchSocket;
      if (keep && !kept) {
        const { Kept } = await import('./positions.js');
        const found = new Kept(keep, `tidewatch ${stateAddress.href}${reader && ` ${reader}`}`);
        position = await found.load() ?? position;
        kept = found;
      }
    } catch (error) {
      // without the position that is kept, changes would be lost unseen
      if (!socket && state.phase === 'connecting') {
        retry(null, error instanceof Error ? error.message : String(error));
      }
      return false;
    }
    return !socket && state.phase === 'connecting';
  }

  /** Gets the token of an attempt; returns whether the attempt goes on. */
  async function authorize() {
    const given = await Promise.resolve().then(() => (typeof token === 'function' ? token() : token)).catch(() => null);
    if (socket || state.phase !== 'connecting') {
      return false;
    }
    if (typeof given !== 'string' || given === '' || given === spent) {
      retry(state.code, 'There is no new token yet.'); // a new one may take a moment to be made
      return false;
    }
    bearer = given;
    return true;
  }

  /** With a token, browsers need one that the server answers with. */
  function subprotocols() {
    return bearer === null ? protocol.subprotocols : [protocol.name, TOKEN_PREFIX + encode(bearer)];
  }

  function answered() {
    accepted = true;
    clearTimeout(timer);
    heardAt = Date.now();
    if (protocol.heartbeats) {
      timer = setTimeout(listen, SILENCE);
    }
    if (!protocol.greets) {
      opened();
    }
  }

  function opened() {
    openedAt = Date.now();
    become({ phase: 'open', lostAt: null, code: null, reason: '' });
  }

  /** A dead connection says nothing, not even that it is dead. */
  function listen() {
    const rest = heardAt + SILENCE - Date.now();
    if (rest > 0) {
      timer = setTimeout(listen, rest);
    } else {
      lost(socket);
    }
  }

  /** @param {string} data */
  function receive(data) {
    const from = socket;
    heardAt = Date.now();
    let message;
    try {
      message = parse(data);
    } catch (error) {
      console.error('Tidewatch: a message is not JSON, so it is asked for again.', error);
      lost(from);
      return;
    }
    for (const event of protocol.read(message)) {
      if (from !== socket) {
        return; // the listener that was just called has closed or renewed it: the rest comes again
      }
      take(event);
    }
    save();
  }

  /** Keeps what has been handled. If the program ends in the middle of a message, that comes again. */
  function save() {
    const handled = unread.length > 0 ? taken : position;
    if (kept && !working && handled !== null) {
      kept.save(handled);
    }
  }

  /** @param {FeedEvent} event */
  function take({ hello, heartbeat, again: reason, restart, id, change, gap }) {
    if (reason !== undefined) {
      again(reason);
    } else if (restart) {
      position = null;
    } else if (hello !== undefined) {
      position ??= hello;
      opened();
    } else if (heartbeat) {
      position = isAfter(heartbeat, position) ? heartbeat : position;
    } else if (gap) {
      // Not by order: a gap may lead to another deployment, whose positions begin before.
      if (id !== position || id !== lastGap) {
        lastGap = id;
        deliver({ id, gap: { ...gap, after: gap.after ?? position, position: id } });
      }
    } else if (change && isAfter(id, position)) {
      deliver({ id, change });
    }
  }

  /** @param {Item<any, any>} item */
  function deliver(item) {
    const before = position;
    position = item.id;
    if (onChange) {
      item.gap ? call(onGap ?? warn, item.gap) : call(onChange, item.change, item.id);
      return;
    }
    taken = unread.length === 0 ? before : taken;
    unread.push(item);
    if (unread.length >= UNREAD) {
      // The server is the better place to wait: it holds a position, and not what comes after it.
      full = true;
      abandon();
      become({ phase: 'waiting' });
    }
    wake();
  }

  /** @param {Gap} gap */
  function warn({ reason }) {
    console.warn(`Tidewatch: changes were missed (${reason}), and nobody listens with onGap.`);
  }

  /**
   * @param {WebSocket|null} closed
   * @param {number|null} [code]
   */
  function lost(closed, code = null, reason = '') {
    if (closed !== socket) {
      return; // replaced by another since
    }
    const stood = state.phase === 'open' && Date.now() - openedAt >= STEADY;
    abandon();
    if (code === REFUSED || code === FORBIDDEN) {
      refuse(code, reason);
    } else if (code === EXPIRED) {
      renewToken(code, reason, stood);
    } else if (bearer !== null && !accepted) {
      ask(code, reason);
    } else {
      retry(code, reason, stood);
    }
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  function refuse(code, reason) {
    if (onChange && !onState) {
      console.error(`Tidewatch: refused, and not tried again: ${reason}`);
    }
    end({ phase: 'refused', lostAt: state.lostAt ?? Date.now(), code, reason });
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  function renewToken(code, reason, stood = false) {
    spent = bearer;
    if (typeof token === 'string') {
      refuse(code, reason);
    } else {
      retry(code, reason, stood); // without one, a login may be renewed in another tab
    }
  }

  /**
   * @param {number|null} code
   * @param {string} reason
   */
  function retry(code, reason, stood = false) {
    attempts = stood ? 0 : attempts;
    timer = setTimeout(connect, delay(code, stood));
    attempts += 1;
    become({ phase: 'waiting', lostAt: state.lostAt ?? Date.now(), code, reason });
  }

  /**
   * A browser does not tell how a handshake was answered, so the server is asked in another way.
   * @param {number|null} code
   * @param {string} reason
   */
  async function ask(code, reason) {
    const asked = {};
    question = asked;
    become({ phase: 'waiting', lostAt: state.lostAt ?? Date.now(), code, reason });
    const answer = await refusal(stateAddress, String(bearer));
    if (question !== asked || state.phase !== 'waiting') {
      return; // closed, or tried again since
    }
    question = null;
    if (answer?.status === UNKNOWN) {
      renewToken(answer.status, answer.reason);
    } else if (answer) {
      refuse(answer.status, answer.reason);
    } else {
      retry(code, reason);
    }
  }

  /**
   * @param {number|null} code
   * @param {boolean} stood
   */
  function delay(code, stood) {
    if (stood && code !== GOING_AWAY && code !== BUSY) {
      return 0; // most likely nothing but the connection broke
    }
    const [first, longest] = code === BUSY ? [BUSY_DELAY, LONGEST_BUSY_DELAY] : [FIRST_DELAY, LONGEST_DELAY];
    // Jitter: a restarted server must not meet all its readers in the same instant.
    return Math.min(longest, first * 2 ** attempts) * (0.5 + Math.random() / 2);
  }

  function abandon() {
    clearTimeout(timer);
    const old = socket;
    socket = null;
    old?.close();
  }

  /** @param {string} reason */
  function again(reason) {
    const stood = state.phase === 'open' && Date.now() - openedAt >= STEADY;
    position = null;
    abandon();
    retry(null, reason, stood);
  }

  function hurry() {
    if (state.phase === 'waiting' && !full) {
      attempts = 0;
      connect();
    }
  }

  function renew() {
    if (state.phase === 'open') {
      abandon();
      become({ lostAt: Date.now() });
      connect();
    } else {
      hurry();
    }
  }

  function seen() {
    if (!globalThis.document.hidden) {
      hurry();
    }
  }

  /** @param {Partial<State>} change */
  function end(change) {
    globalThis.removeEventListener?.('online', renew);
    globalThis.document?.removeEventListener('visibilitychange', seen);
    abandon();
    become(change);
  }

  function close() {
    if (state.phase === 'closed' || state.phase === 'refused') {
      return;
    }
    if (unread.length > 0) {
      position = taken; // the rest comes again to whoever comes back
      unread.length = 0;
    }
    end({ phase: 'closed' });
  }

  async function forget() {
    close();
    await kept?.save(null);
  }

  /** @returns {AsyncGenerator<Item<T, J>, void>} */
  async function* items() {
    if (onChange) {
      throw new TypeError('Changes go to onChange, or are iterated over: not both.');
    }
    try {
      for (;;) {
        const item = unread.shift();
        if (item) {
          taken = item.id;
          working = true;
          yield item;
          working = false;
          save();
        } else if (state.phase === 'refused') {
          throw Object.assign(new Error(`Refused: ${state.reason}`), { code: state.code });
        } else if (state.phase === 'closed') {
          return;
        } else {
          if (full) {
            full = false;
            connect();
          }
          await /** @type {Promise<void>} */ (new Promise((resolve) => {
            wake = resolve;
          }));
        }
      }
    } finally {
      close();
    }
  }

  globalThis.addEventListener?.('online', renew);
  globalThis.document?.addEventListener('visibilitychange', seen);
  queueMicrotask(connect); // a listener that is told of the state then has what is returned here

  return {
    close,
    renew,
    again,
    refuse,
    forget,
    get position() {
      return unread.length > 0 ? taken : position;
    },
    get unread() {
      return unread.length;
    },
    get state() {
      return state;
    },
    [Symbol.asyncIterator]: items,
  };
}

/**
 * What a message says: one of these, and its position.
 *
 * @typedef {object} FeedEvent
 * @property {string} id
 * @property {string|null} [hello] null: no position to resume at
 * @property {string} [heartbeat]
 * @property {string} [again] why it has to connect again, without a position
 * @property {boolean} [restart] whether there is no position any more
 * @property {Change} [change]
 * @property {Omit<Gap, 'position'>} [gap]
 */

/**
 * `WS /feeds/NAME`: what a message says, one thing after the other.
 * @type {Protocol}
 */
export const feedProtocol = {
  name: 'tidewatch.v1',
  subprotocols: ['tidewatch.v1'],
  greets: true,
  heartbeats: true,
  * read(message) {
    if (message.type === 'changes') {
      yield* message.changes;
    } else if (message.type === 'gap') {
      yield { id: message.position, gap: { reason: message.reason, after: message.after } };
    } else if (message.type === 'hello' || message.type === 'heartbeat') {
      yield { id: message.position, [message.type]: message.position };
    }
  },
};

/**
 * `WS /socket`: a message a change.
 * @type {Protocol}
 */
const socketProtocol = {
  name: 'tidewatch.html',
  subprotocols: [],
  greets: false,
  heartbeats: false,
  * read(message) {
    const kind = message.operationType === 'gap' ? 'gap' : 'change';
    yield { id: message.html_id, [kind]: message };
  },
};

/** Browsers add no header to a handshake; Kubernetes has the token here, too. */
export const TOKEN_PREFIX = 'base64url.bearer.authorization.tidewatch.';

/** @param {string} text */
function encode(text) {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * Why a caller may not read a feed; null if it may, or if nobody says.
 *
 * @param {URL} address
 * @param {string} bearer
 * @returns {Promise<{status: number, reason: string}|null>}
 */
async function refusal(address, bearer) {
  try {
    const response = await fetch(address, {
      headers: { Accept: 'application/json', Authorization: `Bearer ${bearer}` },
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(CONNECT_LIMIT),
    });
    // without a problem document, it is a proxy's answer, or that of a server that starts
    const isOurs = response.headers.get('Content-Type')?.startsWith(PROBLEM);
    if (!isOurs || (response.status !== UNKNOWN && !FINAL.includes(response.status))) {
      return null;
    }
    const { detail } = await response.json().catch(() => ({}));
    return { status: response.status, reason: detail ?? `The server answers with ${response.status}.` };
  } catch {
    return null;
  }
}

/** The server that the module came from: a page's own copy, and one in a bundle, came from none. */
const HOME = /^(.*\/)resources\/tidewatch\/(client\/)?client\.js([?#]|$)/.exec(import.meta.url ?? '')?.[1];

/** @param {Options<any, JsonForm>} options */
function addressOf({ url = HOME, feed = 'changes', html, op, ns, key, where, changed, text, json, batch }) {
  if (url === undefined) {
    throw new TypeError('Where is Tidewatch? Give the option url, such as https://tidewatch.example/.');
  }
  const base = new URL(url, globalThis.location?.href);
  base.pathname += base.pathname.endsWith('/') ? '' : '/';
  const name = html ? 'changes' : encodeURIComponent(feed);
  const stateAddress = new URL(`api/feeds/${name}`, base.href.replace(/^ws/, 'http'));
  base.protocol = base.protocol.replace('http', 'ws');
  if (!/^wss?:$/.test(base.protocol)) {
    throw new TypeError('Where is Tidewatch? Give the option url, such as https://tidewatch.example/.');
  }
  const address = new URL(html ? 'socket' : `feeds/${name}`, base);
  const parameters = {
    op: names(op),
    ns: names(ns),
    key: [key ?? []].flat().map(value),
    where: where && value(where),
    changed: names(changed),
    text,
    json,
    batch,
  };
  for (const [parameter, values] of Object.entries(parameters)) {
    [values ?? []].flat().forEach((given) => address.searchParams.append(parameter, String(given)));
  }
  return { address, stateAddress };
}

const SECONDS = /** @type {Record<string, number>} */ ({ s: 1, m: 60, h: 3_600, d: 86_400 });

/**
 * The same moment, whenever it is asked for: a time before now grows by the time since. The server's clock still
 * decides, because this one may be wrong.
 *
 * @param {string|Date} from
 * @returns {() => string}
 */
function momentOf(from) {
  const given = from instanceof Date ? from.toISOString() : from;
  const [, number, unit] = /^-(\d+)([smhd])$/.exec(given) ?? [];
  if (unit === undefined) {
    return () => given;
  }
  const start = Date.now();
  return () => `-${Number(number) * SECONDS[unit] + Math.ceil((Date.now() - start) / 1_000)}s`;
}

/**
 * In a list each is one name, also one that holds a comma or ends with a space: as a JSON string.
 * @param {string|string[]} [given]
 */
function names(given) {
  return Array.isArray(given) ? given.map((name) => (/^"|,|^\s|\s$/.test(name) ? JSON.stringify(name) : name)) : given;
}

/** @param {unknown} key */
function value(key) {
  return typeof key === 'object' ? JSON.stringify(key) : String(key);
}

/**
 * Positions sort as the feed does, once they are decoded, because in base64 the digits come last.
 *
 * @param {string} id
 * @param {string|null} other null is before all
 * @returns {boolean} whether the one is later in the stream than the other
 */
export function isAfter(id, other) {
  return other === null || (id !== other && decode(id) > decode(other));
}

/**
 * What follows a dot are the types of numbers, which do not sort.
 * @param {string} id
 */
function decode(id) {
  return atob(id.split('.', 1)[0].replaceAll('-', '+').replaceAll('_', '/'));
}

/**
 * Somebody else's trouble must not cost the changes that come after.
 *
 * @template {unknown[]} T
 * @param {((...told: T) => void)|undefined} listener
 * @param {T} told
 */
function call(listener, ...told) {
  try {
    listener?.(...told);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
