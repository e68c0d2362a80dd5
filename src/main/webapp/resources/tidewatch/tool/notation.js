import { escaped } from '../shared/bidi-text.js';

/**
 * Extended JSON, relaxed or canonical, in mongosh notation, laid out as the server does it
 * (`MongoshPrinter`): short values on one line, long ones as an indented block.
 */

const WIDTH = 76;
const NAME = /^[A-Za-z_$][\w$]*$/;
/** Years without four digits cannot be written as an ISO date in mongosh. */
const FIRST_DATE = -62_167_219_200_000;
const END_OF_DATES = 253_402_300_800_000;

/** @type {Record<string, (value: any) => string|null>} by the name that marks the type */
const TYPES = {
  $oid: ({ $oid }) => `ObjectId('${$oid}')`,
  $numberInt: ({ $numberInt }) => $numberInt,
  $numberLong: ({ $numberLong }) => `Long('${$numberLong}')`,
  $numberDouble: ({ $numberDouble }) => ($numberDouble === '-0.0' ? '-0' : String(Number($numberDouble))),
  $numberDecimal: ({ $numberDecimal }) => `Decimal128('${$numberDecimal}')`,
  $date: ({ $date }) => date(typeof $date === 'string' ? Date.parse($date) : Number($date.$numberLong)),
  $timestamp: ({ $timestamp: { t, i } }) => `Timestamp({ t: ${t}, i: ${i} })`,
  $binary: ({ $binary: { base64, subType } }) => binary(base64, Number.parseInt(subType, 16)),
  $uuid: ({ $uuid }) => `UUID('${$uuid}')`,
  $regularExpression: ({ $regularExpression: { pattern, options } }) => `/${regex(pattern)}/${options}`,
  $code: ({ $code, $scope }) => ($scope === undefined ? `Code(${quoted($code)})` : `Code(${quoted($code)}, ${line($scope, Infinity)})`),
  $symbol: ({ $symbol }) => `BSONSymbol(${quoted($symbol)})`,
  $dbPointer: ({ $dbPointer: { $ref, $id } }) => `DBRef(${quoted($ref)}, ObjectId('${$id.$oid}'))`,
  $minKey: () => 'MinKey()',
  $maxKey: () => 'MaxKey()',
  $undefined: () => 'undefined',
};

/**
 * @param {any} value
 * @returns {string|null} null if it is a document or an array
 */
export function scalar(value) {
  if (typeof value === 'string') {
    return quoted(value);
  }
  if (typeof value === 'number') {
    return Object.is(value, -0) ? '-0' : String(value);
  }
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  if (Array.isArray(value)) {
    return null;
  }
  const [name] = Object.keys(value);
  return name !== undefined && Object.hasOwn(TYPES, name) ? TYPES[name](value) : null;
}

/**
 * @param {any} value
 * @param {{block?: boolean}} [how] block: its fields on lines of their own, however short it is
 * @returns {string}
 */
export function print(value, { block = false } = {}) {
  return scalar(value) ?? (block ? laidOut(value, 0) : nested(value, 0, 0));
}

/**
 * On one line, cut if it is long.
 * @param {any} value
 * @param {number} most characters before the ellipsis
 */
export function brief(value, most) {
  const simple = scalar(value);
  const text = simple ?? line(value, most);
  if (text !== null && text.length <= most) {
    return text;
  }
  return simple !== null ? `${cut(simple, most)}…` : summary(value);
}

/**
 * Half of a surrogate pair is no character.
 * @param {string} text
 * @param {number} most
 */
export function cut(text, most) {
  return /[\ud800-\udbff]/.test(text[most - 1] ?? '') ? text.slice(0, most - 1) : text.slice(0, most);
}

/** @param {any} value a document or an array */
function summary(value) {
  const size = Array.isArray(value) ? value.length : Object.keys(value).length;
  return Array.isArray(value) ? `[${size} elements]` : `{${size} fields}`;
}

/**
 * @param {any} value
 * @param {number} depth
 * @param {number} column
 * @returns {string}
 */
function nested(value, depth, column) {
  return scalar(value) ?? line(value, WIDTH - 2 - column) ?? laidOut(value, depth);
}

/**
 * @param {any} value
 * @param {number} room
 * @returns {string|null} null if it does not fit
 */
function line(value, room) {
  const simple = scalar(value);
  if (simple !== null) {
    return simple.length > room || simple.includes('\n') ? null : simple;
  }
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  let text = open;
  for (const [key, member] of Object.entries(value)) {
    text += `${text === open ? ' ' : ', '}${Array.isArray(value) ? '' : `${named(key)}: `}`;
    const written = line(member, room - text.length - 2);
    if (written === null) {
      return null;
    }
    text += written;
  }
  text += text === open ? close : ` ${close}`;
  return text.length > room ? null : text;
}

/**
 * @param {any} value a document or an array
 * @param {number} depth
 */
function laidOut(value, depth) {
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const indent = '  '.repeat(depth + 1);
  const lines = Object.entries(value).map(([key, member]) => {
    const name = Array.isArray(value) ? '' : `${named(key)}: `;
    return `${indent}${name}${nested(member, depth + 1, indent.length + name.length)}`;
  });
  return lines.length === 0 ? open + close : `${open}\n${lines.join(',\n')}\n${'  '.repeat(depth)}${close}`;
}

/** @param {string} name of a field */
export function named(name) {
  return NAME.test(name) ? name : quoted(name);
}

/** @param {string} text */
export function quoted(text) {
  const quote = ['\'', '"', '`'].find((each) => !text.includes(each)) ?? '\'';
  const written = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  return quote + escaped(written.replaceAll(quote, `\\${quote}`)) + quote;
}

/** @param {number} millis */
function date(millis) {
  return Number.isNaN(millis) || millis < FIRST_DATE || millis >= END_OF_DATES
    ? `new Date(${millis})`
    : `ISODate('${new Date(millis).toISOString()}')`;
}

/**
 * @param {string} base64
 * @param {number} type
 */
function binary(base64, type) {
  const bytes = type === 4 ? atob(base64) : '';
  if (bytes.length !== 16) {
    return `Binary.createFromBase64('${base64}', ${type})`;
  }
  const hex = [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return `UUID('${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}')`;
}

/** @param {string} pattern */
function regex(pattern) {
  return escaped(pattern.replace(/\\.|\//gs, (found) => (found === '/' ? '\\/' : found)));
}
