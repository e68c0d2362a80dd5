import { watch } from './resources/tidewatch/client.js';
import { changeOf } from './resources/tidewatch/change.js';
import { parts, pretty } from './resources/tidewatch/json.js';
import { valueAt } from './resources/tidewatch/notation.js';
import { FakeSocket, id, settle, stopClock } from './fakes.js';

/** A watch of a fake server, and what it was told. */
async function start(options = {}) {
  const told = { numbers: [], gaps: [], states: [] };
  const feed = watch({
    feed: 'orders',
    WebSocket: FakeSocket,
    onChange: ({ n }) => told.numbers.push(n),
    onGap: (gap) => told.gaps.push(gap),
    onState: (state) => told.states.push(state),
    ...options,
  });
  await settle();
  return { feed, ...told };
}

function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`expected ${JSON.stringify(expected)}, but it was ${JSON.stringify(actual)}`);
  }
}

/** How long it takes until it tries again, to the millisecond. */
async function attemptAfter(pass) {
  const made = FakeSocket.made.length;
  for (let waited = 0; waited < 200_000; waited += 50) {
    await pass(waited === 0 ? 0 : 50);
    if (FakeSocket.made.length > made) {
      return waited;
    }
  }
  return null;
}

const MANY = 16_000_000;
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const after = (socket) => socket.url.searchParams.get('after');

export const tests = {
  async 'it connects to the server that it came from, and is open when it is greeted'() {
    const { feed, states } = await start();
    same(FakeSocket.last.url.href, 'ws://tidewatch.test/feeds/orders');
    same(FakeSocket.last.protocols, ['tidewatch.v1']);
    same(states.at(-1).phase, 'connecting');
    FakeSocket.last.onopen();
    same(states.at(-1).phase, 'connecting');
    FakeSocket.last.open(id(7));
    same([states.at(-1).phase, feed.state.phase, feed.position], ['open', 'open', id(7)]);
  },

  async 'it connects to where it is told, and by wss from https'() {
    await start({ url: 'https://elsewhere.example/tidewatch', feed: 'a b' });
    same(FakeSocket.last.url.href, 'wss://elsewhere.example/tidewatch/feeds/a%20b');
    await start({ url: 'wss://elsewhere.example/' });
    same(FakeSocket.last.url.href, 'wss://elsewhere.example/feeds/orders');
  },

  async 'filters are sent, one or several'() {
    await start({ op: ['insert', 'delete'], ns: 'shop.orders', key: ['a,b', 7], after: id(1) });
    same(
      [...FakeSocket.last.url.searchParams].map((pair) => pair.join('=')),
      ['op=insert', 'op=delete', 'ns=shop.orders', 'key=a,b', 'key=7', `after=${id(1)}`],
    );
  },

  async 'a name that is like a list is sent as what it is, and a key of any type'() {
    await start({ ns: ['shop.a,b', 'shop.a ', 'shop.c'], key: [{ $oid: '64b000000000000000000001' }, null, 1.5], batch: 8192 });
    same(
      [...FakeSocket.last.url.searchParams].map((pair) => pair.join('=')),
      ['ns="shop.a,b"', 'ns="shop.a "', 'ns=shop.c', 'key={"$oid":"64b000000000000000000001"}', 'key=null', 'key=1.5', 'batch=8192'],
    );
    await start({ ns: 'shop.a,shop.b' });
    same(FakeSocket.last.url.searchParams.getAll('ns'), ['shop.a,shop.b']);
  },

  async 'changes come in order, each once, whatever the server repeats'() {
    const { feed, numbers } = await start();
    FakeSocket.last.open(id(0));
    FakeSocket.last.changes(...range(1, 300));
    FakeSocket.last.changes(...range(250, 600));
    same(numbers, range(1, 600));
    same(feed.position, id(600));
  },

  async 'it goes on after the greeting, a change, a heartbeat or a gap, whichever was last'() {
    const { feed, gaps } = await start();
    const again = async () => {
      feed.renew();
      await settle();
      return after(FakeSocket.last);
    };
    same(after(FakeSocket.last), null);
    FakeSocket.last.open(id(1));
    same(await again(), id(1));
    FakeSocket.last.open(id(1));
    FakeSocket.last.changes(2, 3);
    same(await again(), id(3));
    FakeSocket.last.open(id(3));
    FakeSocket.last.say({ type: 'heartbeat', position: id(9) });
    same(await again(), id(9));
    FakeSocket.last.open(id(9));
    FakeSocket.last.say({ type: 'heartbeat', position: id(8) });
    same(await again(), id(9));
    FakeSocket.last.open(id(9));
    FakeSocket.last.say({ type: 'gap', reason: 'history-lost', after: id(9), position: id(12) });
    same(await again(), id(12));
    same(gaps, [{ reason: 'history-lost', after: id(9), position: id(12) }]);
  },

  async 'a gap is told once, and goes on before where it was if it has to'() {
    const { feed, gaps, numbers } = await start({ after: id(500) });
    const gap = { type: 'gap', reason: 'history-lost', after: id(500), position: id(20) };
    FakeSocket.last.open(id(500));
    FakeSocket.last.say(gap);
    FakeSocket.last.say(gap);
    FakeSocket.last.changes(20, 21);
    same(numbers, [21]);
    same(gaps.length, 1);
    same(feed.position, id(21));
  },

  async 'a connection that stood is replaced at once, then it waits longer each time'({ pass }) {
    const { states } = await start();
    FakeSocket.last.open(id(1));
    await pass(6_000);
    FakeSocket.last.end();
    same([states.at(-1).phase, states.at(-1).code], ['waiting', 1006]);
    same(await attemptAfter(pass), 0);
    same(after(FakeSocket.last), id(1));
    const waits = [];
    for (let loss = 0; loss < 6; loss += 1) {
      FakeSocket.last.end();
      waits.push(await attemptAfter(pass));
    }
    same(waits, [500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    FakeSocket.last.open(id(1));
    same([states.at(-1).phase, states.at(-1).lostAt], ['open', null]);
    await pass(6_000);
    FakeSocket.last.end();
    same(await attemptAfter(pass), 0);
  },

  async 'waits are spread, so that not all readers come at once'({ pass }) {
    Math.random = () => 0;
    await start();
    FakeSocket.last.open(id(1));
    FakeSocket.last.end();
    same(await attemptAfter(pass), 150); // half of 250, by steps of 50
  },

  async 'a server that answers and breaks each time is not asked without a pause'({ pass }) {
    await start();
    const waits = [];
    for (let loss = 0; loss < 4; loss += 1) {
      FakeSocket.last.open(id(1));
      FakeSocket.last.end(1011, 'an internal error: come back with the last id');
      waits.push(await attemptAfter(pass));
    }
    same(waits, [250, 500, 1_000, 2_000]);
  },

  async 'a server that stops is given a moment'({ pass }) {
    await start();
    FakeSocket.last.open(id(1));
    await pass(6_000);
    FakeSocket.last.end(1001, 'the server stops: come back with the last id');
    same(await attemptAfter(pass), 250);
  },

  async 'a server that is busy is left alone for longer'({ pass }) {
    const { states } = await start();
    const waits = [];
    for (let loss = 0; loss < 6; loss += 1) {
      FakeSocket.last.onopen();
      FakeSocket.last.end(1013, 'too many sessions: come back later');
      waits.push(await attemptAfter(pass));
    }
    same(waits, [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    const { phase, code, reason } = states.filter((state) => state.phase === 'waiting').at(-1);
    same([phase, code, reason], ['waiting', 1013, 'too many sessions: come back later']);
  },

  async 'a refusal is told and final'({ pass }) {
    const { feed, states } = await start({ after: id(1) });
    FakeSocket.last.onopen();
    FakeSocket.last.end(1008, 'after is not a position of this feed: connect without it');
    const { phase, code, reason } = states.at(-1);
    same([phase, code, reason], ['refused', 1008, 'after is not a position of this feed: connect without it']);
    feed.renew();
    dispatchEvent(new Event('online'));
    same(await attemptAfter(pass), null);
    feed.close();
    same(feed.state.phase, 'refused');
  },

  async 'who is waiting comes at once when the network or the reader is back'({ pass }) {
    await start();
    FakeSocket.last.end();
    await attemptAfter(pass);
    FakeSocket.last.end();
    dispatchEvent(new Event('online'));
    await settle();
    same(FakeSocket.made.length, 3);
    FakeSocket.last.end();
    document.dispatchEvent(new Event('visibilitychange'));
    await settle();
    same(FakeSocket.made.length, 4);
  },

  async 'a connection that says nothing for three heartbeats is replaced'({ pass }) {
    await start();
    const first = FakeSocket.last;
    first.open(id(1));
    await pass(30_000);
    first.say({ type: 'heartbeat', position: id(2) });
    await pass(44_000);
    same([first.closed, FakeSocket.made.length], [false, 1]);
    await pass(1_000);
    same(first.closed, true);
    same([FakeSocket.made.length, after(FakeSocket.last)], [2, id(2)]);
    first.changes(3); // what it still says does not count
    same(after(FakeSocket.last), id(2));
  },

  async 'an error that no close follows is a loss, and one that a close follows is the close'({ pass }) {
    const { states } = await start();
    FakeSocket.last.onerror();
    same(await attemptAfter(pass), 250);
    FakeSocket.last.onerror();
    FakeSocket.last.end(1008);
    await pass(0);
    same(states.at(-1).phase, 'refused');
  },

  async 'a host that does not answer is not waited for for ever'({ pass }) {
    await start();
    await pass(10_000);
    same(FakeSocket.last.closed, true);
    same(await attemptAfter(pass), 250);
  },

  async 'nothing is delivered after a close, not even the rest of a message'({ pass }) {
    const taken = [];
    const { feed, states } = await start({
      onChange({ n }) {
        taken.push(n);
        if (n === 2) {
          feed.close();
        }
      },
    });
    FakeSocket.last.open(id(0));
    FakeSocket.last.changes(1, 2, 3);
    same([taken, feed.position, FakeSocket.last.closed], [[1, 2], id(2), true]);
    same(states.at(-1).phase, 'closed');
    dispatchEvent(new Event('online'));
    same(await attemptAfter(pass), null);
  },

  async 'what is renewed within a message comes again, and is taken once'() {
    const taken = [];
    const { feed } = await start({
      onChange({ n }) {
        taken.push(n);
        if (n === 2 && FakeSocket.made.length === 1) {
          feed.renew();
        }
      },
    });
    FakeSocket.last.open(id(0));
    FakeSocket.last.changes(1, 2, 3);
    await settle();
    same(after(FakeSocket.last), id(2));
    FakeSocket.last.open(id(2));
    FakeSocket.last.changes(3);
    same(taken, [1, 2, 3]);
  },

  async 'a listener that throws does not cost the changes that follow'() {
    const taken = [];
    const thrown = [];
    addEventListener('error', (event) => {
      event.preventDefault();
      thrown.push(event.error.message);
    });
    await start({
      onChange({ n }) {
        taken.push(n);
        if (n === 1) {
          throw new Error('mine');
        }
      },
    });
    FakeSocket.last.open(id(0));
    FakeSocket.last.changes(1, 2);
    await settle();
    same([taken, thrown], [[1, 2], ['mine']]);
  },

  async 'a message that is broken is asked for again'({ pass }) {
    const complained = [];
    console.error = (text) => complained.push(text);
    await start();
    FakeSocket.last.open(id(1));
    FakeSocket.last.onmessage({ data: '{"type":"chan' });
    same(complained.length, 1);
    same(await attemptAfter(pass), 250);
    same(after(FakeSocket.last), id(1));
  },

  async 'messages of a kind that is not known yet are no trouble'() {
    const { numbers } = await start();
    FakeSocket.last.open(id(0));
    FakeSocket.last.say({ type: 'weather', position: id(5) });
    FakeSocket.last.changes(1);
    same(numbers, [1]);
  },

  async 'a gap that nobody listens for is said on the console'() {
    const said = [];
    console.warn = (text) => said.push(text);
    await start({ onGap: undefined });
    FakeSocket.last.open(id(1));
    FakeSocket.last.say({ type: 'gap', reason: 'oversized', after: id(1), position: id(2) });
    same(said.length, 1);
  },

  async 'over the page’s socket changes and gaps come as cards'() {
    const told = [];
    const { feed } = await start({
      html: true,
      after: async () => id(1),
      onChange: (change, at) => told.push([change.operationType, change.html, at]),
      onGap: ({ reason, html, after: before, position }) => told.push([reason, html, before, position]),
    });
    same(FakeSocket.last.url.href, `ws://tidewatch.test/socket?after=${id(1)}`);
    same(FakeSocket.last.protocols, []);
    FakeSocket.last.open();
    same(feed.state.phase, 'open');
    FakeSocket.last.say({ operationType: 'insert', html: '<a>', html_id: id(2) });
    FakeSocket.last.say({ operationType: 'insert', html: '<a>', html_id: id(2) });
    FakeSocket.last.say({ operationType: 'gap', reason: 'oversized', html: '<b>', html_id: id(3) });
    same(told, [['insert', '<a>', id(2)], ['oversized', '<b>', id(2), id(3)]]);
    same(feed.position, id(3));
  },

  async 'a position that is not known yet is asked for before each attempt'({ pass }) {
    const answers = [() => null, () => Promise.reject(new Error('away')), () => id(5), () => id(6)];
    const { feed } = await start({ html: true, after: () => answers.shift()() });
    same(after(FakeSocket.last), null);
    FakeSocket.last.end();
    await attemptAfter(pass);
    same(after(FakeSocket.last), null);
    FakeSocket.last.end();
    await attemptAfter(pass);
    same(after(FakeSocket.last), id(5));
    FakeSocket.last.end();
    await attemptAfter(pass);
    same([after(FakeSocket.last), feed.position], [id(5), id(5)]);
  },

  async 'without a listener it is iterated over, changes and gaps in order'() {
    const { feed } = await start({ onChange: undefined });
    FakeSocket.last.open(id(0));
    FakeSocket.last.changes(1, 2);
    FakeSocket.last.say({ type: 'gap', reason: 'oversized', after: id(2), position: id(3) });
    same(feed.position, id(0));
    const seen = [];
    for await (const item of feed) {
      seen.push(item.change?.n ?? item.gap.reason);
      if (seen.length === 3) {
        FakeSocket.last.changes(4, 5);
      }
      if (seen.length === 4) {
        break;
      }
    }
    same(seen, [1, 2, 'oversized', 4]);
    same([feed.state.phase, feed.position, FakeSocket.last.closed], ['closed', id(4), true]);
  },

  async 'an iteration that is slower than the feed has the server wait, and loses nothing'() {
    const { feed } = await start({ onChange: undefined });
    const first = FakeSocket.last;
    first.open(id(0));
    first.changes(...range(1, 1_200));
    same([first.closed, feed.state.phase, feed.position], [true, 'waiting', id(0)]);
    dispatchEvent(new Event('online'));
    await settle();
    same(FakeSocket.made.length, 1);
    const seen = [];
    const more = settle().then(async () => {
      await settle();
      same(after(FakeSocket.last), id(1_000));
      FakeSocket.last.open(id(1_000));
      FakeSocket.last.changes(...range(1_001, 1_200));
    });
    for await (const { change } of feed) {
      seen.push(change.n);
      if (change.n === 1_200) {
        break;
      }
    }
    await more;
    same(seen, range(1, 1_200));
  },

  async 'an iteration ends with a close, and with an error if it is refused'() {
    const closed = await start({ onChange: undefined });
    const ended = closed.feed[Symbol.asyncIterator]().next();
    await settle();
    closed.feed.close();
    same(await ended, { done: true });

    const { feed } = await start({ onChange: undefined });
    const refused = feed[Symbol.asyncIterator]().next();
    await settle();
    FakeSocket.last.end(1008, 'there is no feed of that name');
    same(await refused.catch(({ code, message }) => [code, message]), [1008, 'Refused: there is no feed of that name']);
  },

  async 'a watch that cannot work says so at once'() {
    const message = (options) => {
      try {
        watch(options);
        return null;
      } catch (error) {
        return error.message;
      }
    };
    const kept = globalThis.WebSocket;
    globalThis.WebSocket = undefined;
    same(message({}), 'There is no WebSocket here: give one as the option WebSocket.');
    globalThis.WebSocket = kept;
    same(
      message({ url: 'ftp://a.example/' }),
      'Where is Tidewatch? Give the option url, such as https://tidewatch.example/.',
    );
  },

  'a document as JSON is taken apart and laid out, every token as it is written'() {
    const json = ' {"a" : [1, {"b":"x\\\\\\"y,:{"}], "c":{}, "d":[ ], "e":-1.50e3 , "f":null}\n';
    same(parts(json), [
      ['a', '[1,{"b":"x\\\\\\"y,:{"}]'], ['c', '{}'], ['d', '[]'], ['e', '-1.50e3'], ['f', 'null'],
    ]);
    same(parts('[1,[2],{}]'), [['0', '1'], ['1', '[2]'], ['2', '{}']]);
    same([parts('{}'), parts('[]')], [[], []]);
    same(pretty('{"a":[1,{}],"b":{"c":"d"}}'), '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": {\n    "c": "d"\n  }\n}');
  },

  'whatever a document of 16 MB is made of, it is taken apart and laid out'() {
    const values = [
      `"${'a'.repeat(MANY)}"`, `"${'\\n'.repeat(MANY / 2)}"`, `"${'𝒳'.repeat(MANY / 2)}"`, '7'.repeat(MANY),
      `[${'1,'.repeat(MANY / 16)}1]`, `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    ];
    for (const value of values) {
      const members = parts(`{"_id":1,"v":${value}}`);
      same([members.length, members[1][0], members[1][1] === value], [2, 'v', true]);
      same(pretty(`{"v":${value}}`).replace(/\s+/g, '').length, `{"v":${value}}`.length);
    }
  },

  'whatever a card of 16 MB is made of, its key is found'() {
    const fields = [
      `${'a'.repeat(MANY)}: 1`, `${'ü'.repeat(MANY)}: 1`, `${'𝒳'.repeat(MANY / 2)}: 1`, `a: '${'a'.repeat(MANY)}'`,
      `a: ${'7'.repeat(MANY)}`, `a: /${'('.repeat(MANY)}/`, `a: [ ${'1, '.repeat(MANY / 16)}1 ]`,
    ];
    for (const field of fields) {
      same(valueAt(`{ ${field}, documentKey: { _id: 5 } }`, 'documentKey', '_id'), '5');
    }
  },

  'a key that holds a long run of spaces is put on one line within a second'() {
    const spaces = ' '.repeat(200_000);
    const text = `{\n  documentKey: {\n    _id: {\n      a: '${spaces}',\n      b: 1\n    }\n  }\n}`;
    const begun = performance.now();
    const { key } = changeOf({ documentKey: { _id: {} }, html: `<div id="change-A"><pre>${text}</pre></div>` });
    same(key, `{ a: '${spaces}', b: 1 }`);
    same(performance.now() - begun < 1_000, true);
  },
};

/** One test a page load: it leaves its clock behind. */
export function run(name) {
  return tests[name]({ pass: stopClock() });
}
