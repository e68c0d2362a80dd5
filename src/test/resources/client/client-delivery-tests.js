import { watch } from './resources/tidewatch/client/client.js';
import { FakeSocket, id, settle } from './fakes.js';
import { after, attemptAfter, range, same, start } from './helpers.js';

/** What the client asks for, and how it delivers what comes. */

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

  async 'a query is sent as Extended JSON, and fields as names'() {
    await start({ where: { status: 'open', at: { $gt: { $date: '2026-11-27T00:00:00Z' } } }, changed: ['status', 'a,b'] });
    same(
      [...FakeSocket.last.url.searchParams].map((pair) => pair.join('=')),
      ['where={"status":"open","at":{"$gt":{"$date":"2026-11-27T00:00:00Z"}}}', 'changed=status', 'changed="a,b"'],
    );
    await start({ changed: 'status,items.qty' });
    same([...FakeSocket.last.url.searchParams].map((pair) => pair.join('=')), ['changed=status,items.qty']);
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
    same(message({ html: true }), 'There is no WebSocket here: give one as the option WebSocket.');
    globalThis.WebSocket = kept;
    same(
      message({ url: 'ftp://a.example/' }),
      'Where is Tidewatch? Give the option url, such as https://tidewatch.example/.',
    );
  },
};
