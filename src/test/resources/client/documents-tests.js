import { documents, keyOf } from './resources/tidewatch/client/documents.js';
import { FakeSocket, id, settle } from './fakes.js';
import { after, attemptAfter, same } from './helpers.js';

/** Live documents on a fake server. */

async function begin(options = {}) {
  const told = [];
  const orders = documents({ feed: 'orders', WebSocket: FakeSocket, ...options });
  orders.subscribe(() => told.push([orders.state.phase, orders.state.current, orders.size]));
  await settle();
  FakeSocket.last.onopen();
  FakeSocket.last.say({ type: 'hello', feed: 'orders' });
  return { orders, told };
}

const send = (...all) => FakeSocket.last.say({ type: 'documents', documents: all });
const current = (n, count) => FakeSocket.last.say({ type: 'current', position: id(n), count });
const changes = (from, ...all) => FakeSocket.last.say({
  type: 'changes', changes: all.map((change, i) => ({ id: id(from + i), change })),
});
const insert = (document) => ({ operationType: 'insert', documentKey: { _id: document._id }, fullDocument: document });
const update = (_id, updatedFields) => ({ operationType: 'update', documentKey: { _id }, updateDescription: { updatedFields, removedFields: [] } });
const entries = (orders) => [...orders.getSnapshot()];
const query = (name) => FakeSocket.last.url.searchParams.get(name);

/** With two documents, at position 5. */
async function two(options) {
  const begun = await begin(options);
  send({ _id: 1, a: 1 }, { _id: { $oid: 'x' }, b: { c: [1, 2] } });
  current(5, 2);
  return begun;
}

async function reconnect(pass) {
  FakeSocket.last.end();
  same(typeof await attemptAfter(pass), 'number');
  FakeSocket.last.onopen();
}

export const tests = {
  async 'documents come all at once, and then their changes'() {
    const { orders, told } = await begin({ where: { status: 'open' }, token: async () => 'a' });
    same([query('documents'), query('where'), after(FakeSocket.last)], ['true', '{"status":"open"}', null]);
    send({ _id: 1, a: 1 });
    FakeSocket.last.say({ type: 'heartbeat' });
    send({ _id: 'two' }, { _id: { $oid: 'x' } });
    same([entries(orders), orders.position, orders.state.current], [[], null, false]);
    current(5, 3);
    same(entries(orders), [[1, { _id: 1, a: 1 }], ['two', { _id: 'two' }], ['{"$oid":"x"}', { _id: { $oid: 'x' } }]]);
    same([orders.position, orders.size, orders.has({ $oid: 'x' }), orders.get(1)], [id(5), 3, true, { _id: 1, a: 1 }]);
    const before = told.length;
    changes(6, insert({ _id: 4 }), update(1, { a: 2 }), { operationType: 'delete', documentKey: { _id: 'two' } });
    same(told.slice(before), [['open', true, 3]]);
    same(entries(orders), [[1, { _id: 1, a: 2 }], ['{"$oid":"x"}', { _id: { $oid: 'x' } }], [4, { _id: 4 }]]);
  },

  async 'what enters is added, what leaves is removed, and the whole document wins'() {
    const { orders } = await two();
    changes(
      6,
      { operationType: 'update', enter: true, documentKey: { _id: 7 }, fullDocument: { _id: 7 } },
      { leave: true, documentKey: { _id: { $oid: 'x' } } },
      { ...update(1, { a: 'changed' }), fullDocument: { _id: 1, a: 'whole' } },
      { operationType: 'createIndexes', ns: { db: 'a', coll: 'b' } },
    );
    same(entries(orders), [[1, { _id: 1, a: 'whole' }], [7, { _id: 7 }]]);
  },

  async 'a snapshot is the same until a document changes, and so are the other documents'() {
    const { orders } = await two();
    const first = orders.getSnapshot();
    same(orders.getSnapshot() === first, true);
    FakeSocket.last.say({ type: 'heartbeat', position: id(6) });
    same(orders.getSnapshot() === first, true);
    const other = orders.get({ $oid: 'x' });
    const state = orders.state;
    changes(7, update(1, { a: 9 }));
    same([first.get(1).a, orders.getSnapshot().get(1).a], [1, 9]);
    same([orders.getSnapshot() === first, orders.get({ $oid: 'x' }) === other], [false, true]);
    same(state, orders.state);
  },

  async 'a listener that has unsubscribed is told nothing, and a listener may fail'() {
    const { orders, told } = await two();
    const count = told.length;
    let calls = 0;
    const end = orders.subscribe(() => (calls += 1));
    changes(6, insert({ _id: 8 }));
    end();
    changes(7, insert({ _id: 9 }));
    same([calls, told.length], [1, count + 2]);
  },

  async 'after a loss it resumes where it was, and what comes again counts once'({ pass }) {
    const { orders } = await two();
    changes(6, insert({ _id: 3, list: [1] }));
    await reconnect(pass);
    same([after(FakeSocket.last), query('documents')], [id(6), null]);
    FakeSocket.last.say({ type: 'hello', feed: 'orders', position: id(6) });
    same([orders.state.current, orders.size], [true, 3]);
    changes(6, insert({ _id: 3 }), update(3, { 'list.1': 2 }));
    same(orders.get(3), { _id: 3, list: [1, 2] });
    // of changes alone, the server does not begin again by itself
    FakeSocket.last.say({ type: 'gap', reason: 'history-lost', after: id(7), position: id(9) });
    same([orders.state.phase, orders.size], ['waiting', 3]);
    same(typeof await attemptAfter(pass), 'number');
    same([after(FakeSocket.last), query('documents')], [null, 'true']);
  },

  async 'a loss before all has come begins again, and what was there stays until then'({ pass }) {
    const { orders } = await two();
    FakeSocket.last.say({ type: 'reset', reason: 'gap' });
    send({ _id: 1, a: 'again' });
    same([orders.state.current, orders.size, orders.get(1).a, orders.position], [false, 2, 1, null]);
    await reconnect(pass);
    same(after(FakeSocket.last), null);
    FakeSocket.last.say({ type: 'hello', feed: 'orders' });
    send({ _id: 2 });
    current(9, 1);
    same([entries(orders), orders.state.current, orders.position], [[[2, { _id: 2 }]], true, id(9)]);
  },

  async 'a reset begins again on the same connection, also at an earlier position'() {
    const { orders } = await two();
    FakeSocket.last.say({ type: 'gap', reason: 'history-lost', after: id(5), position: id(7) });
    FakeSocket.last.say({ type: 'reset', reason: 'gap' });
    send({ _id: 3 });
    current(2, 1);
    same([entries(orders), orders.position], [[[3, { _id: 3 }]], id(2)]);
    changes(3, insert({ _id: 4 }));
    same(orders.size, 2);
    same(FakeSocket.made.length, 1);
  },

  async 'a connection that breaks after a drop or a gap, before the reset, begins again'({ pass }) {
    for (const breaking of [
      { type: 'gap', reason: 'no-image', after: id(5), position: id(6) },
      { type: 'changes', changes: [{ id: id(6), change: { operationType: 'drop', ns: { db: 'a', coll: 'b' } } }] },
      { type: 'changes', changes: [{ id: id(6), change: { reset: true, ns: { db: 'a', coll: 'b' } } }] },
    ]) {
      const { orders } = await two();
      FakeSocket.last.say(breaking);
      FakeSocket.last.say({ type: 'heartbeat', position: id(8) });
      await reconnect(pass);
      same([after(FakeSocket.last), orders.position], [null, null]);
      orders.close();
    }
  },

  async 'changes that come between the parts of a long read belong to what comes'() {
    const { orders } = await begin();
    send({ _id: 1, a: 1 }, { _id: 2 });
    changes(3, update(1, { a: 2 }), { operationType: 'delete', documentKey: { _id: 2 } });
    send({ _id: 5 });
    same(orders.size, 0);
    current(9, 3);
    same(entries(orders), [[1, { _id: 1, a: 2 }], [5, { _id: 5 }]]);
  },

  async 'an update that cannot be applied exactly is not guessed: all is read again'({ pass }) {
    for (const change of [
      update(99, { a: 1 }),
      update(1, { 'a.b': 1 }),
      { operationType: 'insert', documentKey: { _id: 5 } },
      { operationType: 'update', documentKey: { _id: 1 }, updateDescription: { updatedFields: {}, removedFields: [], truncatedArrays: [{ field: 'b', newSize: 1 }] } },
    ]) {
      const { orders } = await two();
      changes(6, change, insert({ _id: 50 }));
      same([orders.state.phase, orders.size, FakeSocket.last.closed], ['waiting', 2, true]);
      same(await attemptAfter(pass), 250);
      same(after(FakeSocket.last), null);
      orders.close();
    }
  },

  async 'an _id that numbers of JavaScript cannot tell from others ends it in words'() {
    const { orders } = await begin();
    send({ _id: 9007199254740992 });
    same([orders.state.phase, orders.state.reason], ['refused', 'The _id 9007199254740992 is beyond 2^53, where numbers of JavaScript are not exact.']);
    const twice = await begin();
    send({ _id: { a: 1 } }, { _id: '{"a":1}' });
    same([twice.orders.state.phase, FakeSocket.last.closed], ['refused', true]);
    same([keyOf(5), keyOf('5'), keyOf(null), keyOf({ $oid: 'x' })], [5, '5', null, '{"$oid":"x"}']);
  },

  async 'messages are read as the program wants'() {
    const { orders } = await begin({ parse: (text) => JSON.parse(text, (name, value) => (name === 'a' ? String(value) : value)) });
    send({ _id: 1, a: 1 });
    current(5, 1);
    same(entries(orders), [[1, { _id: 1, a: '1' }]]);
  },

  async 'a refusal and a close are states, and the documents stay'() {
    const { orders, told } = await two();
    orders.close();
    same([orders.state.phase, orders.state.current, orders.size, told.at(-1)[0]], ['closed', true, 2, 'closed']);
    const { orders: refused } = await two();
    FakeSocket.last.end(1008, 'no such feed');
    same([refused.state.phase, refused.state.reason], ['refused', 'no such feed']);
  },
};
