import { digits } from '../shared/exact-json.js';

/**
 * The order of `_id`s, as MongoDB sorts them: by type, and within a type by value. Numbers of
 * different types that no double tells apart count as equal, unless they are whole.
 */

/** What Extended JSON calls the types that it writes as objects, with their place among the types. */
const EXTENDED = new Map(Object.entries({
  $minKey: 0,
  $numberDouble: 2,
  $numberDecimal: 2,
  $symbol: 3,
  $binary: 6,
  $uuid: 6,
  $oid: 7,
  $date: 9,
  $timestamp: 10,
  $regularExpression: 11,
  $maxKey: 12,
}));
const SIMPLE = new Map([['number', 2], ['string', 3], ['boolean', 8]]);
const NUMBER = 2;
const OBJECT = 4;
const ARRAY = 5;
const WHOLE = /^-?\d+$/;

/**
 * @param {any} id in Extended JSON, as `parse` of exact-json.js reads it
 * @param {any} other
 * @returns {number} less than 0 if the one comes before the other, 0 if they are equal
 */
export function compareIds(id, other) {
  const type = typeOf(id);
  const byType = type - typeOf(other);
  if (byType !== 0) {
    return byType;
  }
  switch (type) {
    case NUMBER: return compareNumbers(id, other);
    case 3: return compareTexts(id.$symbol ?? id, other.$symbol ?? other);
    case OBJECT: return compareObjects(Object.entries(id), Object.entries(other));
    case 6: return compareBytes(id, other);
    case 7: return compareTexts(id.$oid, other.$oid);
    case 8: return Number(id) - Number(other);
    case 9: return millis(id.$date) - millis(other.$date);
    case 10: return id.$timestamp.t - other.$timestamp.t || id.$timestamp.i - other.$timestamp.i;
    default: return 0;
  }
}

/** @param {any} value */
function typeOf(value) {
  if (value === null || value === undefined) {
    return 1;
  }
  if (typeof value !== 'object') {
    return SIMPLE.get(typeof value) ?? 0;
  }
  if (Array.isArray(value)) {
    return ARRAY;
  }
  const [name] = Object.keys(value);
  return EXTENDED.get(name) ?? (digits(value) === null ? OBJECT : NUMBER);
}

/**
 * @param {any} one
 * @param {any} other
 */
function compareNumbers(one, other) {
  const [a, b] = [numberOf(one), numberOf(other)];
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return Number(Number.isNaN(b)) - Number(Number.isNaN(a)); // it comes before all others
  }
  if (a !== b) {
    return a < b ? -1 : 1;
  }
  const [exact, otherExact] = [digits(one) ?? '', digits(other) ?? ''];
  if (WHOLE.test(exact) && WHOLE.test(otherExact) && BigInt(exact) !== BigInt(otherExact)) {
    return BigInt(exact) < BigInt(otherExact) ? -1 : 1;
  }
  return 0;
}

/** @param {any} value */
function numberOf(value) {
  return Number(digits(value) ?? value.$numberDouble ?? value.$numberDecimal);
}

/**
 * By code points, as UTF-8 sorts; JavaScript compares the halves of those beyond U+FFFF.
 * @param {string} text
 * @param {string} other
 */
function compareTexts(text, other) {
  const length = Math.min(text.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [text.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) {
      return inOrder(a) - inOrder(b);
    }
  }
  return text.length - other.length;
}

/** @param {number} unit of UTF-16 */
function inOrder(unit) {
  const isHalf = unit >= 0xd800 && unit <= 0xdfff;
  return isHalf ? unit + 0x10000 : unit;
}

/**
 * @param {[string, any][]} fields
 * @param {[string, any][]} others
 */
function compareObjects(fields, others) {
  for (const [at, [name, value]] of fields.entries()) {
    if (at === others.length) {
      return 1;
    }
    const [otherName, otherValue] = others[at];
    const order = typeOf(value) - typeOf(otherValue) || compareTexts(name, otherName) || compareIds(value, otherValue);
    if (order !== 0) {
      return order;
    }
  }
  return fields.length - others.length;
}

/**
 * By length, then by subtype, then by bytes.
 * @param {any} one
 * @param {any} other
 */
function compareBytes(one, other) {
  const [a, b] = [binary(one), binary(other)];
  return a.bytes.length - b.bytes.length || a.subtype - b.subtype || compareTexts(a.bytes, b.bytes);
}

/** @param {any} value */
function binary({ $binary: held, $uuid: uuid }) {
  return held
    ? { bytes: atob(held.base64), subtype: parseInt(held.subType, 16) }
    : { bytes: String.fromCharCode(...uuid.replaceAll('-', '').match(/../g).map((/** @type {string} */ hex) => parseInt(hex, 16))), subtype: 4 };
}

/** @param {any} date */
function millis(date) {
  return typeof date === 'string' ? Date.parse(date) : Number(digits(date));
}
