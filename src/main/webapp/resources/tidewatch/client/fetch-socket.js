/**
 * Reads a feed as Server-Sent Events with `fetch`, and looks like a WebSocket of `tidewatch.v1`: for
 * Node before 22, which has no WebSocket, and for networks that let none through. Unlike a browser's
 * EventSource, it sends a token and says how a request was answered.
 */

import { PROBLEM, TOKEN_PREFIX } from './client.js';

const ABNORMAL = 1006;
const REFUSED = 1008;
const BUSY = 1013;
/** How a WebSocket would be closed, by the status of the answer. */
const CODES = new Map([[400, REFUSED], [404, REFUSED], [503, BUSY]]);

/** The longest event that is put together: MongoDB's largest change as text, with room. */
const LONGEST = 128 * 1024 * 1024;

export class FetchSocket {
  /** @type {(() => void)|null} */
  onopen = null;
  /** @type {((event: {data: string}) => void)|null} */
  onmessage = null;
  /** @type {((event: {code: number, reason: string}) => void)|null} */
  onclose = null;
  /** @type {((error: unknown) => void)|null} never called: onclose says it all */
  onerror = null;
  #stop = new AbortController();

  /**
   * @param {string} address of `/feeds/NAME`
   * @param {string[]} protocols with the token, if there is one
   */
  constructor(address, protocols) {
    const url = new URL(address);
    url.protocol = url.protocol.replace('ws', 'http');
    url.pathname = url.pathname.replace(/feeds\/([^/]+)$/, 'api/feeds/$1/events');
    /** @type {Record<string, string>} */
    const headers = { Accept: 'text/event-stream' };
    const token = protocols.find((name) => name.startsWith(TOKEN_PREFIX));
    if (token) {
      headers.Authorization = `Bearer ${decode(token.slice(TOKEN_PREFIX.length))}`;
    }
    this.#read(url, headers);
  }

  /** Nothing is called any more. */
  close() {
    this.onopen = null;
    this.onmessage = null;
    this.onclose = null;
    this.#stop.abort();
  }

  /**
   * @param {URL} url
   * @param {Record<string, string>} headers
   */
  async #read(url, headers) {
    let code = ABNORMAL;
    let reason = '';
    try {
      const response = await fetch(url, { headers, signal: this.#stop.signal, cache: 'no-store' });
      if (response.status === 200 && response.body) {
        this.onopen?.();
        await this.#events(response.body);
      } else {
        // without a problem document, it is a proxy's answer, or that of a server that starts
        const isOurs = response.status === 503 || response.headers.get('Content-Type')?.startsWith(PROBLEM);
        code = (isOurs && CODES.get(response.status)) || ABNORMAL;
        const { detail } = await response.json().catch(() => ({}));
        reason = detail ?? `The server answers with ${response.status}.`;
      }
    } catch {
      // the connection broke, or was closed
    }
    this.onclose?.({ code, reason });
    this.#stop.abort();
  }

  /** @param {ReadableStream<Uint8Array>} body */
  async #events(body) {
    const events = new EventParser((event) => this.onmessage?.({ data: messageOf(event) }));
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      events.add(decoder.decode(value, { stream: true }));
    }
  }
}

/** @typedef {{name: string, id: string, data: string}} ServerEvent */

/** Events in the format of the HTML standard. */
export class EventParser {
  #onEvent;
  #rest = '';
  #size = 0;
  #name = '';
  #id = '';
  /** @type {string[]} */
  #data = [];

  /** @param {(event: ServerEvent) => void} onEvent */
  constructor(onEvent) {
    this.#onEvent = onEvent;
  }

  /** @param {string} text */
  add(text) {
    // a line feed may still follow a carriage return at the end
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    lines.forEach((line) => this.#line(line));
    if (this.#size + this.#rest.length > LONGEST) {
      throw new RangeError('an event is too long');
    }
  }

  /** @param {string} line */
  #line(line) {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.#name = value;
    } else if (field === 'data') {
      this.#data.push(value);
      this.#size += value.length;
    } else if (field === 'id' && !value.includes('\0')) {
      this.#id = value;
    }
  }

  #dispatch() {
    if (this.#data.length > 0) {
      this.#onEvent({ name: this.#name, id: this.#id, data: this.#data.join('\n') });
    }
    this.#name = '';
    this.#data = [];
    this.#size = 0;
  }
}

/**
 * The message of `tidewatch.v1` that says the same.
 * @param {ServerEvent} event
 */
function messageOf({ name, id, data }) {
  const position = JSON.stringify(id);
  if (name === 'change') {
    return `{"type":"changes","changes":[{"id":${position},"change":${data}}]}`;
  }
  const fields = data.slice(data.indexOf('{') + 1, data.lastIndexOf('}')).trim();
  // what the event says for itself comes last, and wins
  return `{"type":${JSON.stringify(name)}${id && `,"position":${position}`}${fields && `,${fields}`}}`;
}

/** @param {string} text base64url */
function decode(text) {
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
