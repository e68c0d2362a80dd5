import { createKnownDocuments } from './resources/tidewatch/tool/known-documents.js';
import { wordsOf } from './resources/tidewatch/tool/change-words.js';
import { brief, print } from './resources/tidewatch/tool/notation.js';
import { pack, rowOf, secondOf, shortKey, unpack } from './resources/tidewatch/tool/row.js';
import { id } from './fakes.js';
import { same } from './helpers.js';

/** What a row of the tool says. */

const ns = { db: 'shop', coll: 'orders' };
const key = { documentKey: { _id: 1 }, ns };
const plain = (change, before) => wordsOf(change, before).map(([, text]) => text).join('');
const insert = (document) => ({ operationType: 'insert', fullDocument: { _id: 1, ...document }, ...key });
const update = (updatedFields, more = {}) => ({ operationType: 'update', updateDescription: { updatedFields, removedFields: [], ...more }, ...key });

export const tests = {
  'extended JSON is written as mongosh prints it, relaxed or canonical'() {
    for (const [value, text] of [
      [{ $numberInt: '5' }, '5'], [5, '5'], [-0, '-0'], [{ $numberDouble: '-0.0' }, '-0'], [{ $numberDouble: '1.5' }, '1.5'],
      [{ $numberLong: '9007199254740993' }, "Long('9007199254740993')"], [{ $numberDecimal: '1.10' }, "Decimal128('1.10')"],
      [{ $oid: '64b000000000000000000001' }, "ObjectId('64b000000000000000000001')"],
      [{ $date: '2026-11-27T00:00:00Z' }, "ISODate('2026-11-27T00:00:00.000Z')"], [{ $date: { $numberLong: '0' } }, "ISODate('1970-01-01T00:00:00.000Z')"],
      [{ $date: { $numberLong: '253402300800000' } }, 'new Date(253402300800000)'],
      [{ $binary: { base64: 'fQ3GpYoMSguNbAo/bZ9OIQ==', subType: '04' } }, "UUID('7d0dc6a5-8a0c-4a0b-8d6c-0a3f6d9f4e21')"],
      [{ $binary: { base64: 'AQI=', subType: '00' } }, "Binary.createFromBase64('AQI=', 0)"],
      [{ $timestamp: { t: 1, i: 2 } }, 'Timestamp({ t: 1, i: 2 })'], [{ $regularExpression: { pattern: 'a/\\d', options: 'i' } }, '/a\\/\\d/i'],
      [{ $minKey: 1 }, 'MinKey()'], ["it's", '"it\'s"'], ['\u202e\n', "'\\u202e\\n'"], [null, 'null'], [[], '[]'], [{}, '{}'],
      [{ a: [1, { 'b-c': 'd' }] }, "{ a: [ 1, { 'b-c': 'd' } ] }"],
    ]) {
      same(print(value), text);
    }
  },

  'a document that is long is laid out over lines, and a brief one is cut'() {
    const long = { a: 'x'.repeat(40), b: { c: 'y'.repeat(40) } };
    same(print(long), `{\n  a: '${'x'.repeat(40)}',\n  b: { c: '${'y'.repeat(40)}' }\n}`);
    same(print({ a: 1 }, { block: true }), '{\n  a: 1\n}');
    same([brief(long, 20), brief([1, long], 20), brief('😀😀', 4)], ['{2 fields}', '[2 elements]', "'😀…"]);
  },

  'an update says what it set, removed and cut, with the old values that are known'() {
    const change = update({ status: 'paid', 'items.1.qty': 3 }, { removedFields: ['hold'], truncatedArrays: [{ field: 'log', newSize: 2 }] });
    same(plain(change), 'status paid · items.1.qty 3 · − hold · log cut to 2');
    same(plain(change, { fields: new Map([['status', 'new'], ['hold', true]]) }), 'status new → paid · items.1.qty 3 · − hold true · log cut to 2');
    same(plain(update(Object.fromEntries([...'abcdefghij'].map((name) => [name, 1])))), 'a 1 · b 1 · c 1 · d 1 · e 1 · f 1 · g 1 · h 1 · 2 more');
  },

  'text that could be taken for something else stands in quotes'() {
    const texts = ['Jane Doe', '5', 'true', '', ' a', 'a → b', 'a · b', 'new'];
    same(texts.map((text) => plain(update({ t: text }))), ['t Jane Doe', "t '5'", "t 'true'", "t ''", "t ' a'", "t 'a → b'", "t 'a · b'", 't new']);
  },

  'inserts, replaces and deletes say what is known, and no more'() {
    same(plain(insert({ status: 'new', n: { $numberInt: '2' } })), 'status new · n 2');
    const replace = { operationType: 'replace', fullDocument: { _id: 1, a: 2, c: 3 }, ...key };
    same([plain(replace), plain(replace, { document: { _id: 1, a: 1, b: 1 } })], ['a 2 · c 3', '3 fields: +1 −1 ~1']);
    same(plain({ operationType: 'delete', ...key }), 'the document as it was is not known');
    same(plain({ operationType: 'delete', ...key }, { document: { _id: 1, a: 1 } }), 'was a 1');
    same(plain({ operationType: 'rename', to: { db: 'a', coll: 'b' } }), 'to a.b');
  },

  'what was seen of a document tells the old value of the next update'() {
    const known = createKnownDocuments();
    known.take(insert({ status: 'new', items: [{ qty: 1 }] }));
    same(Object.fromEntries(known.take(update({ status: 'paid', 'items.0.qty': 2 })).fields), { status: 'new', 'items.0.qty': 1 });
    same(known.take(update({ x: 1 })).document, { _id: 1, status: 'paid', items: [{ qty: 2 }] });
    same(known.take({ operationType: 'delete', ...key }).document.x, 1);
    same(known.take(update({ x: 2 })).fields.size, 0);
  },

  'of a document that was not seen, what updates have set is known until it may have changed'() {
    const known = createKnownDocuments();
    known.take(update({ 'a.b': 1, c: 1 }));
    same(Object.fromEntries(known.take(update({ 'a.b': 2 })).fields), { 'a.b': 1 });
    known.take(update({ a: { b: 5 } }));
    same([...known.take(update({ 'a.b': 6, c: 2 })).fields], [['c', 1]]);
  },

  'an image says what was before, whatever was seen'() {
    const known = createKnownDocuments();
    known.take(insert({ a: 1 }));
    same(Object.fromEntries(known.take({ ...update({ a: 3 }), fullDocumentBeforeChange: { _id: 1, a: 2 } }).fields), { a: 2 });
  },

  'a path that could be read in two ways makes nothing up'() {
    const known = createKnownDocuments();
    known.take(insert({ 'a.b': 1, a: { b: 2 } }));
    same(known.take(update({ 'a.b': 3 })).fields.size, 0);
  },

  'a drop or a gap makes the page forget, and what it keeps is bounded'() {
    const known = createKnownDocuments({ most: 2_000 });
    known.take(insert({ a: 1 }));
    known.take({ operationType: 'drop', ns });
    same(known.take(update({ a: 2 })).fields.size, 0);
    for (let n = 0; n < 1_000; n += 1) {
      known.take({ operationType: 'insert', fullDocument: { _id: n, text: 'x'.repeat(n) }, documentKey: { _id: n }, ns });
    }
    same([known.size > 0, known.size <= 2_000], [true, true]);
  },

  'a row keeps what it shows in one string, and is cut'() {
    const words = [['name', 'a'], ['mark', ' '], ['old', 'x\u0001o'], ['new', 'y']];
    same(unpack(pack(words)), [['name', 'a'], ['mark', ' '], ['old', 'x\\u0001o'], ['new', 'y']]);
    same(unpack(pack([['value', 'z'.repeat(900)]]))[0][1].length <= 330, true);
    const row = rowOf({ id: id(1), change: { ...insert({ a: 1 }), wallTime: { $date: { $numberLong: '5' } }, lsid: { id: 'x' }, txnNumber: 3 } }, null, {});
    same([row.operation, row.ns, row.key, row.at, row.transaction], ['insert', 'shop.orders', '1', 5, "'x' 3"]);
  },

  'of an id the end is shown, which tells it from others'() {
    same(["ObjectId('6b0aa27a9fe2db639694f4a5')", "UUID('7d0dc6a5-8a0c-4a0b-8d6c-0a3f6d9f4e21')", "'ObjectId'", '5'].map(shortKey),
      ["ObjectId('…94f4a5')", "UUID('…9f4e21')", "'ObjectId'", '5']);
  },

  'a position says its second, and any other text says none'() {
    same([secondOf(btoa('826B0A9271000000')), secondOf('~'), secondOf(null), secondOf('')], [0x6b0a9271 * 1_000, null, null, null]);
  },
};
