import { compareIds } from './resources/tidewatch/samples/id-order.js';
import { idOf, partOfDocuments } from './resources/tidewatch/samples/list-part.js';
import { createStudentList } from './resources/tidewatch/samples/student-list.js';
import { parse, write } from './resources/tidewatch/shared/exact-json.js';
import { range, same } from './helpers.js';

/** The page of the students: numbers, the order of ids, parts, and rows under a reader. */

/** A row with a button, as the page knows it. */
function row(id, json, told) {
  const entry = document.createElement('li');
  entry.append(document.createElement('button'));
  return {
    entry,
    json,
    update(latest) {
      const isOther = latest !== this.json;
      this.json = latest;
      return isOther;
    },
    gone: () => told.push(id),
    get isHeld() {
      return entry.contains(document.activeElement);
    },
  };
}

const of = (...ids) => new Map(ids.map((id) => [id, `{"_id":"${id}"}`]));

export const tests = {
  'every number is written as it was, and is no other value meanwhile'() {
    const text = '{"a":[3.0,-0,1e3,1E+20,9007199254740993,12345678901234567890.5],"b 1.0":"2.0 \\"3.0","c":-1.5,"d":null,"e":true}';
    same(write(parse(text)), text);
    const { a, c, 'b 1.0': b } = parse(text);
    same([typeof a[0], c, b], ['object', -1.5, '2.0 "3.0']);
    same(write(parse('{"x":{"$numberDecimal":"1.10"},"y":{"$numberDouble":"NaN"},"z":{"$date":"2026-01-01T00:00:00Z"}}')),
      '{"x":1.10,"y":{"$numberDouble":"NaN"},"z":{"$date":"2026-01-01T00:00:00Z"}}');
    same(write(parse('5.0')), '5.0');
  },

  'ids are in the order of MongoDB'() {
    const ordered = parse(`[{"$minKey":1}, null, {"$numberDouble":"NaN"}, {"$numberDouble":"-Infinity"}, -5, 0.5, 9007199254740992,
      9007199254740993, {"$numberDecimal":"1E+30"}, "", "A", "a", "a\\u0000", "\uffee", "\u{1f600}", {}, {"a":1}, {"a":1,"b":1}, {"a":2}, {"b":1},
      {"constructor":1}, {"a":"x"}, {"$binary":{"base64":"/w==","subType":"00"}}, {"$binary":{"base64":"AAA=","subType":"00"}},
      {"$oid":"64b000000000000000000001"}, {"$oid":"64b000000000000000000002"}, false, true,
      {"$date":"1969-01-01T00:00:00Z"}, {"$date":"2026-01-01T00:00:00Z"}, {"$date":{"$numberLong":"253402300800000"}},
      {"$timestamp":{"t":1,"i":2}}, {"$timestamp":{"t":2,"i":1}}, {"$maxKey":1}]`);
    ordered.forEach((id, at) => ordered.forEach((other, otherAt) => {
      same([write(id), write(other), Math.sign(compareIds(id, other))], [write(id), write(other), Math.sign(at - otherAt)]);
    }));
    same(compareIds(1, parse('1.0')), 0);
    same(compareIds(parse('{"$uuid":"00000000-0000-0000-0000-000000000001"}'), parse('{"$binary":{"base64":"AAAAAAAAAAAAAAAAAAAAAQ==","subType":"04"}}')), 0);
    same(compareIds({ b: 1 }, { a: 'x' }) < 0, true);
  },

  'a part has the documents after its beginning, in order, whatever order they come in'() {
    const documents = range(1, 9).map((n) => ({ _id: n })).reverse();
    const ids = ({ before, part, isLast }) => [before, part.map(({ _id }) => _id), isLast];
    same(ids(partOfDocuments(documents, undefined, 3)), [0, [1, 2, 3], false]);
    same(ids(partOfDocuments(documents, 3, 3)), [3, [4, 5, 6], false]);
    same(ids(partOfDocuments(documents, 6.5, 3)), [6, [7, 8, 9], true]);
    same(ids(partOfDocuments(documents, 'a', 3)), [9, [], true]);
    same([idOf(null), idOf('a'), idOf('{"_id":{"$numberInt":"5"}}')], [undefined, 'a', { $numberInt: '5' }]);
    same(ids(partOfDocuments(documents, idOf('{"_id":{"$numberInt":"5"}}'), 9)), [5, [6, 7, 8, 9], true]);
  },

  'a row that has the focus stays until the focus is elsewhere'() {
    const main = document.createElement('main');
    main.id = 'main';
    main.tabIndex = -1;
    const list = document.createElement('ul');
    main.append(list);
    document.body.append(main);
    const gone = [];
    const rows = createStudentList({ list, create: (id, json) => row(id, json, gone) });
    const shown = () => [...list.children].map((entry) => [...'abcde'].find((id) => rows.get(id)?.entry === entry) ?? '?');

    rows.show(of('a', 'c', 'd'), () => false);
    const held = rows.get('c').entry;
    held.firstChild.focus();
    same(rows.show(of('a', 'b', 'd', 'e'), () => false), { insert: 2, update: 0, delete: 1 });
    same([shown(), gone, document.activeElement === held.firstChild], [['a', '?', 'b', 'd', 'e'], ['c'], true]);

    rows.show(of('a', 'b'), () => true);
    same(shown(), ['a', '?', 'b']);
    held.firstChild.blur();
    rows.release('b');
    rows.release('c');
    same([shown(), held.isConnected], [['a', 'b'], false]);

    rows.get('a').entry.firstChild.focus();
    rows.show(of('b'), () => true);
    same([shown(), gone], [['?', 'b'], ['c']]); // it is on another part now
    rows.clear();
    rows.show(of('d'), () => true);
    same([shown(), document.activeElement === main], [['d'], true]);
  },
};
