import { escaped } from '../shared/bidi-text.js';
import { textOf } from '../shared/format.js';
import { valueAt } from '../shared/mongosh-tokenizer.js';

/**
 * What a message of the socket says, in the shape a card needs.
 *
 * @typedef {object} SocketMessage a change or a gap, in Extended JSON
 * @property {string} html the text for people, in markup
 * @property {string} html_id its position
 * @property {string} [operationType] absent if a document has left what the reader may see
 * @property {boolean} [leave] whether it has
 * @property {{db: string, coll?: string}} [ns]
 * @property {Record<string, unknown>} [documentKey]
 * @property {{$date: string|{$numberLong: string}}} [wallTime]
 * @property {{$timestamp: {t: number}}} [clusterTime]
 * @property {import('../client/client.js').Gap['reason']} [reason] of a gap
 *
 * @typedef {object} Change
 * @property {string} id
 * @property {string} operation
 * @property {string|null} namespace
 * @property {string|null} key the document key, in mongosh notation
 * @property {Date|null} time
 * @property {boolean} wholeSeconds whether the time is known to the second only
 * @property {string} text the document, in mongosh notation
 * @property {string|null} after of a text that the server has cut: the position before the change
 * @property {import('../client/client.js').Gap['reason']|null} reason why there is a gap, for a gap
 */

/** How the server ends a text that it has cut, in `html`. */
const CUT = /(\n… cut: .*)All of it is beside html\.$/;

/**
 * @param {SocketMessage} message
 * @param {string|null} [before] the position before it
 * @returns {Change}
 */
export function changeOf(message, before = null) {
  const sent = textOf(message.html);
  const text = sent.replace(CUT, '$1Copy takes all of it, as JSON.');
  const time = timeOf(message);
  return {
    id: message.html_id,
    operation: operationOf(message),
    namespace: namespaceOf(message.ns),
    key: keyOf(message, text),
    ...time,
    text,
    after: text === sent ? null : before,
    reason: message.reason ?? null,
  };
}

/**
 * What it is called on the page.
 * @param {Pick<SocketMessage, 'operationType'|'leave'>} message
 */
export function operationOf({ operationType, leave }) {
  return operationType ?? (leave ? 'leave' : 'unknown');
}

/** @param {SocketMessage['ns']} ns */
function namespaceOf(ns) {
  return ns ? [ns.db, ns.coll].filter(Boolean).join('.') : null;
}

/**
 * @param {SocketMessage} message
 * @param {string} text
 */
function keyOf(message, text) {
  const key = message.documentKey;
  if (!key || !('_id' in key)) {
    return null;
  }
  return oneLine(valueAt(text, 'documentKey', '_id')) ?? escaped(JSON.stringify(key._id));
}

/**
 * Puts a document as a key, which is laid out over several lines, on one. The pattern begins with
 * the line break: one that begins with white space takes the square of its length.
 * @param {string|null} value
 */
function oneLine(value) {
  return value && !/^['"`]/.test(value) ? value.replace(/\n\s*/g, ' ') : value;
}

/**
 * @param {Pick<SocketMessage, 'wallTime'|'clusterTime'>} message
 * @returns {{time: Date|null, wholeSeconds: boolean}}
 */
export function timeOf({ wallTime, clusterTime }) {
  const wall = wallTime?.$date;
  if (wall !== undefined) {
    return { time: valid(new Date(typeof wall === 'string' ? wall : Number(wall.$numberLong))), wholeSeconds: false };
  }
  const seconds = clusterTime?.$timestamp?.t;
  return { time: seconds ? valid(new Date(seconds * 1000)) : null, wholeSeconds: true };
}

/** @param {Date} date */
function valid(date) {
  return Number.isNaN(date.getTime()) ? null : date;
}
