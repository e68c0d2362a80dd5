import { watch } from './resources/tidewatch/client/client.js';
import { changeOf } from './resources/tidewatch/changes/change-message.js';
import { createGauge, SPAN } from './resources/tidewatch/changes/gauge.js';
import { parts, pretty } from './resources/tidewatch/shared/json-text.js';
import { valueAt } from './resources/tidewatch/shared/mongosh-tokenizer.js';
import { createOutageRows, sentence } from './resources/tidewatch/changes/outage-rows.js';
import { createProgress } from './resources/tidewatch/changes/feed-progress.js';
import { createServerCounter } from './resources/tidewatch/changes/server-counter.js';
import { judge } from './resources/tidewatch/shared/connection-badge.js';
import { createRateCounter } from './resources/tidewatch/changes/rate-counter.js';
import { escaped, isolated, marked } from './resources/tidewatch/shared/bidi-text.js';
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

const NOON = Date.parse('2026-01-01T12:00:00Z');
const MINUTE = 60_000;

/** A page that stands at a position, before a server whose clock says noon and that is asked nothing. */
function place({ n = 1, time = NOON, last = null } = {}) {
  const told = { at: 0, asked: 0 };
  const progress = createProgress({
    id: id(n), time, ticks: () => told.at, isLast: async () => last, ask: () => { told.asked += 1; },
  });
  return {
    told,
    progress,
    /** The server has seen changes up to the n-th. */
    says: (newest, at = told.at) => progress.status(
      { time: new Date(NOON + told.at).toISOString(), newest: newest && id(newest) }, at,
    ),
    comes: (number, at) => {
      progress.receive(id(number), at);
      progress.show(id(number), at);
    },
  };
}

const open = { phase: 'open', lostAt: null, code: null };
const element = (name) => document.createElementNS('http://www.w3.org/2000/svg', name);

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

  'a page that comes back is behind until it has what was newest, by the server\'s clock'() {
    const { progress, told, says, comes } = place({ time: NOON - 17 * MINUTE });
    same(progress.place, 'unknown');
    progress.connected(true);
    told.at = 40;
    says(1_000);
    same([progress.place, Math.round(progress.age() / MINUTE)], ['behind', 17]);
    comes(500, NOON - 8 * MINUTE);
    same([progress.place, Math.round(progress.age() / MINUTE)], ['behind', 8]);
    comes(1_000, NOON - 1_000);
    same([progress.place, told.asked], ['current', 0]);
  },

  'a page that has what was newest asks what is newest by now, and goes on until it has that'() {
    const { progress, told, says, comes } = place({ time: NOON - 17 * MINUTE });
    progress.connected(true);
    says(1_000);
    comes(1_000, NOON - 5 * MINUTE);
    same([progress.place, told.asked], ['behind', 1]);
    says(1_200);
    comes(1_200, NOON - 4 * MINUTE);
    same([progress.place, told.asked], ['behind', 2]);
    says(1_200);
    same(progress.place, 'current');
  },

  'a change that is on its way makes no page catch up, but one that does not come does'() {
    const { progress, told, says, comes } = place({ time: NOON - 60 * MINUTE });
    progress.connected(true);
    says(1);
    same(progress.place, 'current');
    told.at = 5_000;
    says(2);
    told.at = 5_900;
    progress.tick();
    same(progress.place, 'current');
    comes(2, NOON + 5_000);
    told.at = 6_100;
    progress.tick();
    same(progress.place, 'current');
    says(3);
    told.at = 7_200;
    progress.tick();
    same(progress.place, 'behind');
  },

  'a quiet hour is no lag: what was complete is behind since then'() {
    const { progress, told, says } = place({ time: NOON - 60 * MINUTE });
    progress.connected(true);
    says(1);
    progress.connected(false);
    same(progress.place, 'unknown');
    told.at = 8_000;
    progress.connected(true);
    says(2);
    same([progress.place, progress.age()], ['behind', 8_000]);
  },

  'what was asked before the connection stood tells nothing of it'() {
    const { progress, told, says } = place();
    told.at = 100;
    progress.connected(true);
    says(1, 90);
    same([progress.place, told.asked], ['unknown', 1]);
    says(1, 110);
    same(progress.place, 'current');
  },

  async 'a server that has seen nothing yet is no proof that there is nothing to come'() {
    const quiet = place({ last: true });
    quiet.progress.connected(true);
    quiet.says(undefined);
    await settle();
    same(quiet.progress.place, 'current');

    const busy = place({ last: false });
    busy.progress.connected(true);
    busy.says(undefined);
    await settle();
    same([busy.progress.place, busy.told.asked], ['behind', 0]);
    busy.told.at = 1_500;
    busy.progress.tick();
    same(busy.told.asked, 1);

    const silent = place({ last: null });
    silent.progress.connected(true);
    silent.says(undefined);
    await settle();
    same(silent.progress.place, 'unknown');
  },

  'the count since the start is the server\'s, and what came since it said so'() {
    const count = createServerCounter();
    same(count.total, null);
    count.receive(id(1));
    count.status({ started: 'A', changes: 100, position: id(50) });
    same(count.total, 100);
    range(40, 60).forEach((n) => count.receive(id(n)));
    same(count.total, 110);
    count.status({ started: 'A', changes: 105, position: id(55) });
    same(count.total, 110);
    range(61, 10_000).forEach((n) => count.receive(id(n)));
    same(count.total, 10_050);
    count.status({ started: 'A', changes: 10_050, position: id(10_000) });
    same(count.total, 10_050);
  },

  'of two servers behind one address one is counted, until the page connects again'() {
    const count = createServerCounter();
    const a = { started: 'A', changes: 100, position: id(50) };
    const b = { started: 'B', changes: 7, position: id(50) };
    same([count.status(a), count.status(b), count.status(a), count.total], [true, false, true, 100]);
    count.release();
    same([count.status(b), count.status(a), count.total, count.started], [true, false, 7, 'B']);
  },

  'a server that answers no more is not counted for ever'() {
    const count = createServerCounter();
    count.status({ started: 'A', changes: 100, position: id(50) });
    const answers = range(1, 13).map(() => count.status({ started: 'B', changes: 7, position: id(60) }));
    same([answers.filter(Boolean).length, count.total], [1, 7]);
  },

  'the header says live only of a page that shows what is newest'() {
    const said = (place, status = { state: 'live' }) => {
      const { state, label } = judge(open, status, { age: 5_000, held: false, silent: false, ...place }, place.hold);
      return [state, label];
    };
    same(said({ place: 'current' }), ['live', 'Live']);
    same(said({ place: 'behind' }), ['catching-up', 'Catching up']);
    same(said({ place: 'behind', held: true, hold: 'paused' }), ['held', 'Paused']);
    same(said({ place: 'behind', held: true, hold: 'reading' }), ['held', 'Held']);
    same(said({ place: 'behind', held: false, hold: 'reading' }), ['catching-up', 'Catching up']);
    same(said({ place: 'current', hold: 'reading' }), ['live', 'Live']);
    same(said({ place: 'unknown' }), ['connecting', 'Connecting']);
    same(said({ place: 'current', silent: true }), ['reconnecting', 'Reconnecting']);
    same(said({ place: 'behind' }, { state: 'reconnecting', cause: 'x' }), ['reconnecting', 'Reconnecting']);
    same(judge(open, { state: 'live' }).label, 'Live');
  },

  'the rate is of the seconds in which changes happened, however fast they come'() {
    const [now, when, peak] = range(1, 3).map(() => document.createElement('b'));
    const rates = createRateCounter({ operations: document.createElement('ul'), now, when, peak });
    range(0, 1_999).forEach((n) => rates.add('insert', 1_000 + Math.floor(n / 200)));
    rates.tick(1_009, 'then');
    same([now.textContent, when.textContent, peak.textContent], ['200/s', 'then', '200/s']);
    rates.tick(1_060, 'now');
    same([now.textContent, when.textContent], ['0/s', 'now']);
    rates.tick(1_060, null);
    same(now.textContent, '–');
  },

  'what is not known is hatched, with the reason, and has no line'() {
    const [line, water, hatches] = [element('path'), element('path'), element('svg')];
    const gauge = createGauge({ line, water, hatches });
    const readings = new Array(SPAN).fill(1).fill(null, 30, 60);
    gauge.draw(readings, [{ from: 30, to: 60, why: 'MongoDB was away.' }, { from: -9, to: 0, why: 'Long ago.' }]);
    same([...hatches.querySelectorAll('rect')].map((rect) => [
      rect.getAttribute('x'), rect.getAttribute('width'), rect.querySelector('title').textContent,
    ]), [['25.00%', '25.00%', 'MongoDB was away.']]);
    same([hatches.getAttribute('aria-label'), hatches.hasAttribute('hidden')], ['Hatched: MongoDB was away.', false]);
    same(line.getAttribute('d').match(/M/g).length, 2);
    gauge.draw(readings, []);
    same([hatches.querySelectorAll('rect').length, hatches.hasAttribute('hidden')], [0, true]);
  },

  'an outage is a row after the last change before it, and says whether anything was lost'() {
    const list = document.createElement('div');
    const card = (n) => {
      list.insertAdjacentHTML('beforeend', `<div class="card"><div id="change-${id(n)}"></div></div>`);
    };
    const texts = () => [...list.children].map((child) => child.textContent.replace(/\d\d:\d\d:\d\d/g, 'T').replace(/\w+ \d+ T|\d+ \w+ T/g, 'T'));
    const notes = createOutageRows({ list, origin: id(1) });
    card(2);
    card(9);
    const note = { reason: 'unreachable', from: NOON, to: NOON + MINUTE, after: id(5), lost: false };
    notes.tell('a', note);
    notes.tell('b', { ...note, reason: 'disconnected', from: NOON + 5_000, after: id(20), lost: null });
    notes.tell('old', { ...note, after: id(0) });
    notes.settle(id(9), false);
    same(texts(), ['', 'MongoDB could not be reached from T to T. Nothing was lost.', '']);
    notes.settle(id(9), true);
    notes.tell('b', { ...note, reason: 'disconnected', from: NOON + 5_000, after: id(20), lost: true });
    same(texts().at(-1), 'This page was disconnected from T to T. Changes were missed: see the gap.');
    notes.dropped(id(9));
    notes.settle(id(9), true);
    same(list.querySelectorAll('.outage').length, 1);
    same(sentence({ ...note, to: null }).startsWith('MongoDB cannot be reached since '), true);
  },

  'what runs from right to left is isolated, each value and each escape by itself, and the text stays'() {
    const text = "{ 'א': 1, b: 'ב\\u202e<', c: /\u0627/i, d: 'x',\n  e: \"\u0663\" }";
    const element = document.createElement('pre');
    element.append(...isolated(text));
    same(element.textContent, text);
    same([...element.querySelectorAll('bdi')].map((bdi) => bdi.textContent), [
      "'א'", "'ב\\u202e<'", '\\u202e', '/\u0627/', '"\u0663"',
    ]);
    element.replaceChildren(...isolated("{ a: 'אב\n… cut: 5 characters. GET api/feeds/x"));
    same([...element.querySelectorAll('bdi')].map((bdi) => bdi.textContent), ["'אב"]);
    same(isolated("{ a: 'é' }"), ["{ a: 'é' }"]);
  },

  'what shows nothing is named in a sentence, but for what spells words and emoji'() {
    const named = (text) => {
      const element = document.createElement('p');
      element.append(...marked(text));
      same(element.textContent, text);
      return [...element.querySelectorAll('.mark')].map((mark) => mark.dataset.code);
    };
    for (const code of [0, 0x7f, 0x85, 0xad, 0x34f, 0x61c, 0x115f, 0x17b4, 0x180e, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028,
      0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0x206f, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0x1bca0, 0x1d173, 0xe0001,
      0xe0041, 0xe0100]) {
      same(named(`a${String.fromCodePoint(code)}b`), [`U+${code.toString(16).toUpperCase().padStart(4, '0')}`]);
    }
    same(named('\u0645\u06cc\u200c\u062e \u2764\ufe0f\u200d\u{1f525}\tx\ny'), []);
  },

  'a key that is not in the text is shown as JSON with escapes'() {
    same(escaped('"\u202e1\u{e0041}"'), '"\\u202e1\\udb40\\udc41"');
    same(changeOf({ documentKey: { _id: '\u202e1' }, html: '<div id="change-A"><pre>{ }</pre></div>' }).key, '"\\u202e1"');
  },

  'a text that the server has cut says on the page where all of it is'() {
    const html = '<div id="change-A"><pre>{ a: 1\n… cut: 7 characters of a change of 9 bytes. All of it is beside html.</pre></div>';
    const { text, after: before } = changeOf({ html }, 'B');
    same([text.endsWith('9 bytes. Copy takes all of it, as JSON.'), before], [true, 'B']);
    same(changeOf({ html: '<div id="change-A"><pre>{ }</pre></div>' }, 'B').after, null);
  },

  'the state of a page that is held is told apart from a watch that is paused'() {
    const open = { phase: 'open', lostAt: null };
    const waiting = { phase: 'waiting', lostAt: null };
    const live = { state: 'live' };
    const word = (connection, status, hold) => {
      const { state, label } = judge(connection, status, null, hold);
      return [state, label];
    };
    same(word(open, live, null), ['live', 'Live']);
    same(word(open, live, 'reading'), ['live', 'Live']);
    same(word(open, live, 'paused'), ['held', 'Paused']);
    same(word(waiting, live, 'paused'), ['held', 'Paused']);
    same(word(waiting, live, 'reading'), ['held', 'Held']);
    same(word(waiting, live, null)[1], 'Catching up');
    same(word(open, { state: 'paused' }, 'paused'), ['paused', 'Watch paused']);
    same(word({ phase: 'waiting', lostAt: 1, code: null }, live, 'paused')[0], 'reconnecting');
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
