import { format, parse, seesWholeDocuments, serverParameters } from './resources/tidewatch/tool/address.js';
import { passes } from './resources/tidewatch/tool/matching.js';
import { createGathering } from './resources/tidewatch/tool/gathering.js';
import { createRowStore } from './resources/tidewatch/tool/row-store.js';
import { range, same } from './helpers.js';

/** The address, the filter and the rows of the tool. */

const token = (field, value, not = false) => ({ field, value, not });
const row = (n) => ({ id: `id${n}`, before: `id${n - 1}` });

export const tests = {
  'all that is on screen is in the address, and comes back from it'() {
    const query = {
      tokens: [token('op', 'insert'), token('op', 'delete'), token('ns', 'a.b,c'), token('key', '{"a":1}'), token('text', 'x y'), token('changed', 'lastSeen', true)],
      from: '-10m', at: 'ODI', view: 'cards',
    };
    const search = format(query);
    same(parse(search), query);
    same(parse('?op=insert,delete&op=insert&ns=a.b , c.d').tokens, [token('op', 'insert'), token('op', 'delete'), token('ns', 'a.b'), token('ns', 'c.d')]);
    same([parse('?not=nothing&not=foo:1&key=').tokens, format(parse(''))], [[], '']);
  },

  'the server is asked for what has to be so, and the page leaves out what must not be'() {
    const tokens = [token('op', 'insert'), token('ns', 'a.b,c'), token('text', 'x'), token('ns', 'a.z', true)];
    same(serverParameters(tokens), [['op', 'insert'], ['ns', '"a.b,c"'], ['text', 'x']]);
    const change = { operationType: 'update', ns: { db: 'a', coll: 'z' }, documentKey: { _id: { $oid: 'f00' } }, updateDescription: { updatedFields: { 'seen.at': 1 } } };
    same(passes(change, tokens), false);
    same(passes({ ...change, ns: { db: 'a', coll: 'b' } }, tokens), true);
    same(['f00', "ObjectId('f00')", 'f01'].map((value) => passes(change, [token('key', value, true)])), [false, false, true]);
    same(['SEEN', 'update', 'other'].map((value) => passes(change, [token('text', value, true)])), [false, true, true]);
    same(passes({ leave: true }, [token('op', 'delete', true)]), false);
  },

  'a muted field hides updates that touch nothing else'() {
    const muted = [token('changed', 'seen', true)];
    const update = (...paths) => ({ operationType: 'update', updateDescription: { updatedFields: Object.fromEntries(paths.map((path) => [path, 1])) } });
    same([update('seen'), update('seen.at'), update('seen', 'status'), update('seenBy'), { operationType: 'insert' }].map((change) => passes(change, muted)),
      [false, false, true, true, true]);
  },

  'old values are told only where each change of a document is seen'() {
    same([[], [token('ns', 'a.b')], [token('key', '1')], [token('op', 'update', true)], [token('op', 'update')], [token('changed', 'a')], [token('text', 'a')]]
      .map(seesWholeDocuments), [true, true, true, true, false, false, false]);
  },

  'rows keep their numbers while others come and go, and there are never too many'() {
    const store = createRowStore(300);
    store.append(range(1, 250).map(row));
    same([store.first, store.end, store.size, store.room], [0, 250, 250, 50]);
    store.append(range(251, 400).map(row));
    same([store.first, store.size, store.at(100).id, store.at(99), store.find('id101'), store.find('id1')], [100, 300, 'id101', undefined, 100, null]);
    same(store.earlier(), 'id0');
    store.prepend(range(99, 100).map(row));
    same([store.first, store.at(98).id, store.at(399).id], [98, 'id99', 'id400']);
  },

  'a busy feed is gathered by document until it is calm, and each row says how many it stands for'() {
    let at = 0;
    const gathering = createGathering(() => at);
    const update = (key, operation = 'update') => ({ id: `${key}${at}`, ns: 'a.b', key, operation });
    const feed = (rate) => {
      for (let end = at + 2_000; at < end; at += 100) {
        gathering.saw(rate / 10);
      }
    };
    feed(20);
    same(gathering.on, false);
    feed(30);
    same(gathering.on, true);
    feed(15);
    same(gathering.on, true);
    feed(5);
    same(gathering.on, false);
    const [one, two, other, insert] = [update('1'), update('1'), update('2'), update('3', 'insert')];
    const first = gathering.gather([one, other], [two, insert, update('2', 'delete'), update('2')]);
    same([first.added.map(({ key, times }) => [key, times ?? 1]), [...first.gone].map(({ key }) => key)], [[['1', 2], ['3', 1], ['2', 1], ['2', 1]], ['1']]);
    const second = gathering.gather([two], [update('1'), update('1')]);
    same([second.added.map(({ times }) => times), second.gone.size], [[4], 2]);
  },
};
