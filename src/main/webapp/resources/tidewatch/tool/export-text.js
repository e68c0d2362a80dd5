import { parts } from '../shared/json-text.js';
import { print } from './notation.js';
import { rowOf } from './row.js';

/**
 * The files that changes are exported to. Each change stays as the server wrote it. Pure.
 *
 * @typedef {'ndjson'|'json'|'csv'} Format
 */

/** @type {Record<Format, {type: string, begin: string, between: string, end: string}>} */
export const FORMATS = {
  ndjson: { type: 'application/x-ndjson', begin: '', between: '\n', end: '\n' },
  json: { type: 'application/json', begin: '[\n', between: ',\n', end: '\n]\n' },
  csv: { type: 'text/csv', begin: 'time,operation,namespace,_id,change\r\n', between: '\r\n', end: '\r\n' },
};

/**
 * @param {string} line of the server's export
 * @returns {{id: string, json: string, change: any}|{type: string, [name: string]: any}}
 */
export function read(line) {
  const value = JSON.parse(line);
  return value.type === undefined ? { id: value.id, json: String(new Map(parts(line)).get('change')), change: value.change } : value;
}

/**
 * @param {Format} format
 * @param {{id: string, json: string, change: any}} entry
 * @returns {string}
 */
export function written(format, { id, json, change }) {
  if (format !== 'csv') {
    return `{"id":${JSON.stringify(id)},"change":${json}}`;
  }
  const row = rowOf({ id, change }, null, {});
  const key = change.documentKey === undefined ? '' : print(change.documentKey._id);
  return [row.at === null ? '' : new Date(row.at).toISOString(), row.operation, row.ns, key, json].map(cell).join(',');
}

/** @param {string} text RFC 4180 */
function cell(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
