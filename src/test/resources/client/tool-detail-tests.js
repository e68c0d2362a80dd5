import { asCurl, asMongosh } from './resources/tidewatch/tool/copy-texts.js';
import { difference, documentsOf, folded, said } from './resources/tidewatch/tool/difference.js';
import { read, written as exported } from './resources/tidewatch/tool/export-text.js';
import { tokensOf, written } from './resources/tidewatch/tool/filter-text.js';
import { range, same } from './helpers.js';

/** What the tool says of the change that is open, and what is typed into the filter. */

const signed = (lines) => lines.map(({ sign, text }) => sign + text);
const update = (description) => ({ operationType: 'update', ns: { db: 'shop', coll: 'a b' }, documentKey: { _id: 1 }, updateDescription: description });

export const tests = {
  'a difference has the lines that went and came, in their place'() {
    same(signed(difference({ _id: 1, a: 'x', b: 2, c: 3 }, { _id: 1, a: 'y', c: 3, d: 4 })), [
      ' {', '   _id: 1', "-  a: 'x'", '-  b: 2', "+  a: 'y'", '   c: 3', '+  d: 4', ' }',
    ]);
    same(signed(difference(null, { a: 1 })), ['+{', '+  a: 1', '+}']);
    same(signed(difference({}, null)), ['-{}']);
  },

  'unchanged lines far from a change are folded'() {
    const document = Object.fromEntries(range(1, 40).map((n) => [`f${n}`, n]));
    const runs = folded(difference(document, { ...document, f20: 0 }));
    same(runs.map((run) => (Array.isArray(run) ? run.length : `${run.folded.length} folded`)), ['17 folded', 8, '18 folded']);
    same(folded(difference({ a: 1 }, { a: 2 })).map((run) => run.length), [4]);
  },

  'a document of many lines is compared within a second'() {
    const lines = (from) => Object.fromEntries(range(from, from + 20_000).map((n) => [`field${n}`, n]));
    const begun = performance.now();
    same(difference(lines(1), lines(9_000)).length > 20_000, true);
    same(performance.now() - begun < 1_000, true);
  },

  'the documents of a change are those that it tells, and no guess'() {
    const change = update({ updatedFields: { a: 2 }, removedFields: ['b'] });
    same(documentsOf(change), {});
    same(documentsOf({ ...change, fullDocumentBeforeChange: { _id: 1, a: 1, b: 1 } }), { before: { _id: 1, a: 1, b: 1 }, after: { _id: 1, a: 2 } });
    // a document that was looked up later may have changed since
    same(documentsOf({ ...change, fullDocument: { _id: 1, a: 3 } }).after, undefined);
    same(documentsOf({ operationType: 'insert', fullDocument: { a: 1 } }), { before: null, after: { a: 1 } });
    same(documentsOf({ operationType: 'delete' }, { a: 1 }), { before: { a: 1 }, after: null });
    same(signed(said(change)), ['+a: 2', '-b']);
  },

  'a change as mongosh does it again, with the types of its values'() {
    const collection = "db.getSiblingDB('shop').getCollection('a b')";
    same(asMongosh(update({ updatedFields: { n: { $numberLong: '5' } }, removedFields: ['x'], truncatedArrays: [{ field: 'l', newSize: { $numberInt: '2' } }] })), [
      `${collection}.updateOne({ _id: 1 }, { $push: { l: { $each: [], $slice: 2 } } })`,
      `${collection}.updateOne({ _id: 1 }, { $set: { n: Long('5') }, $unset: { x: '' } })`,
    ].join('\n'));
    same(asMongosh({ operationType: 'delete', ns: { db: 'shop', coll: 'a b' }, documentKey: { _id: 1 } }), `${collection}.deleteOne({ _id: 1 })`);
    same(asMongosh({ operationType: 'drop', ns: { db: 'shop', coll: 'a' } }), null);
  },

  'a command for curl is one word for the shell, whatever it holds'() {
    same(asCurl('http://h/api', [['key', "it's $x"]], false), "curl -s 'http://h/api?key=it%27s+%24x'");
    same(asCurl('http://h/api', [], true), 'curl -s -H "Authorization: Bearer $TOKEN" \'http://h/api?\'');
  },

  'what is typed becomes tokens, and a token can be typed again'() {
    const token = (field, value, not = false) => ({ field, value, not });
    same(tokensOf('op:delete,insert not ns:carts -key:5 "Jane Doe" changed:a.b', 'shop.*'), [
      token('op', 'delete'), token('op', 'insert'), token('ns', 'shop.carts', true), token('key', '5', true), token('text', 'Jane Doe'), token('changed', 'a.b'),
    ]);
    same(tokensOf('ns:"a,b" http://x', '*'), [token('ns', 'a,b'), token('text', 'http://x')]);
    same([tokensOf('', '*'), tokensOf('  ', '*'), tokensOf('ns:shop', 'shop.*')], [[], [], [token('ns', 'shop')]]);
    for (const each of [token('text', 'a "b" c'), token('ns', 'shop.a,b'), token('key', '{"$oid":"x"}', true), token('text', 'op:x'), token('changed', 'x', true)]) {
      same(tokensOf(written(each), 'shop.*'), [each]);
    }
  },

  'an exported change is what the server wrote, in each format'() {
    const json = '{"operationType":"insert","ns":{"db":"a","coll":"b"},"documentKey":{"_id":"x,\\"y"},"fullDocument":{"n":9007199254740993}}';
    const entry = read(`{"id":"ODI","change":${json}}`);
    same([exported('ndjson', entry), exported('json', entry)], [`{"id":"ODI","change":${json}}`, `{"id":"ODI","change":${json}}`]);
    same(exported('csv', entry), `,insert,a.b,"'x,""y'","${json.replaceAll('"', '""')}"`);
    same(read('{"type":"end","count":1}').type, 'end');
  },
};
