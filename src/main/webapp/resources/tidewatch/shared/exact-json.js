import { closing } from './mongosh-tokenizer.js';

/**
 * JSON whose numbers stay as they are written. JavaScript would write 3.0 as 3, and has no integers
 * beyond 2^53 and no decimals of 34 digits.
 */

/** The name in the object that stands for a number: no document has a name with a NUL in it. */
const DIGITS = '$\u0000';
/** What begins a string or a number. */
const START = /["\d-]/g;
/** Where a number ends. */
const END = /[\s{}[\],:"]/g;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * As JSON.parse, but that a number which JavaScript would write in another way becomes an object
 * that `write` writes as it was.
 *
 * @param {string} json
 * @returns {any}
 */
export function parse(json) {
  /** @type {string[]} */
  const pieces = [];
  let copied = 0;
  START.lastIndex = 0;
  for (let match = START.exec(json); match; match = START.exec(json)) {
    const start = match.index;
    if (match[0] === '"') {
      START.lastIndex = closing(json, start);
      continue;
    }
    END.lastIndex = start;
    const end = END.exec(json)?.index ?? json.length;
    const text = json.slice(start, end);
    if (String(Number(text)) !== text && NUMBER.test(text)) {
      pieces.push(json.slice(copied, start), `{${JSON.stringify(DIGITS)}:"${text}"}`);
      copied = end;
    }
    START.lastIndex = end;
  }
  pieces.push(json.slice(copied));
  return JSON.parse(pieces.join(''));
}

/**
 * The JSON of a value that `parse` has made, with every number as the REST API writes it: decimals
 * too are numbers.
 *
 * @param {any} value
 * @returns {string}
 */
export function write(value) {
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(write).join(',')}]`;
  }
  const names = Object.keys(value);
  const number = names.length === 1 ? digits(value) : null;
  return number ?? `{${names.map((name) => `${JSON.stringify(name)}:${write(value[name])}`).join(',')}}`;
}

/**
 * The digits of a number, in whichever way it is held; null if the value is no finite number.
 * @param {any} value
 * @returns {string|null}
 */
export function digits(value) {
  const text = typeof value === 'number'
    ? String(value)
    : value?.[DIGITS] ?? value?.$numberDecimal ?? value?.$numberInt ?? value?.$numberLong ?? value?.$numberDouble;
  return typeof text === 'string' && NUMBER.test(text) ? text : null;
}
