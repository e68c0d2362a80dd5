import { FakeSocket, id, settle } from './fakes.js';
import { after, attemptAfter, same, start } from './helpers.js';

/** Positions that are kept over a reload. */

const KEY = 'tidewatch http://tidewatch.test/api/feeds/orders';

/** Waits for what takes turns of its own, such as the import of a module or a database. */
async function until(holds) {
  for (let turn = 0; turn < 100_000; turn += 1) {
    const value = await holds();
    if (value) {
      return value;
    }
    await settle();
  }
  throw new Error(`never: ${holds}`);
}

async function connected(options) {
  const made = FakeSocket.made.length;
  const started = await start(options);
  await until(() => FakeSocket.made.length > made);
  return started;
}

/** Stores of which the test decides when and whether they are done. */
function slowStore() {
  const store = { sets: [], get: () => null, set: (key, position) => new Promise((done, fail) => store.sets.push({ key, position, done, fail })) };
  return store;
}

export const tests = {
  async 'a reader goes on where it was after a reload'() {
    localStorage.clear();
    for (const keep of ['localStorage', 'indexedDB']) {
      const { feed } = await connected({ keep, after: id(3) });
      same(after(FakeSocket.last), id(3));
      FakeSocket.last.open(id(3));
      FakeSocket.last.changes(4, 5);
      await until(async () => {
        feed.close();
        const again = await connected({ keep, after: id(3) });
        again.feed.close();
        return after(FakeSocket.last) === id(5);
      });
    }
    same([localStorage.getItem(KEY), localStorage.length], [id(5), 1]);
  },

  async 'a heartbeat and the greeting are kept, and a filter has a key of its own if it is named'() {
    localStorage.clear();
    await connected({ keep: 'localStorage' });
    FakeSocket.last.open(id(1));
    same(localStorage.getItem(KEY), id(1));
    FakeSocket.last.say({ type: 'heartbeat', position: id(7) });
    same(localStorage.getItem(KEY), id(7));
    await connected({ keep: 'localStorage', reader: 'inserts' });
    same(after(FakeSocket.last), null);
    FakeSocket.last.open(id(8));
    same([localStorage.getItem(KEY), localStorage.getItem(`${KEY} inserts`)], [id(7), id(8)]);
  },

  async 'an iteration keeps what it has handled, and not what it is at'() {
    localStorage.clear();
    const { feed } = await connected({ keep: 'localStorage', onChange: undefined });
    FakeSocket.last.open(id(0));
    FakeSocket.last.changes(1, 2, 3);
    const items = feed[Symbol.asyncIterator]();
    await items.next();
    same(localStorage.getItem(KEY), id(0));
    await items.next();
    same(localStorage.getItem(KEY), id(1));
    FakeSocket.last.say({ type: 'heartbeat', position: id(9) });
    same(localStorage.getItem(KEY), id(1));
    await items.return();
    same(localStorage.getItem(KEY), id(1));
  },

  async 'one position is written at a time, and then the latest'() {
    const keep = slowStore();
    const { feed } = await connected({ keep });
    FakeSocket.last.open(id(0));
    FakeSocket.last.changes(1);
    FakeSocket.last.changes(2);
    same(keep.sets.map(({ key, position }) => [key, position]), [[KEY, id(0)]]);
    keep.sets[0].done();
    await settle();
    same(keep.sets.map(({ position }) => position), [id(0), id(2)]);
    keep.sets[1].fail(new Error('full'));
    await settle();
    FakeSocket.last.changes(3);
    same(keep.sets.at(-1).position, id(3));
    keep.sets[2].done();
    const forgotten = feed.forget();
    await settle();
    same([keep.sets.at(-1).position, feed.state.phase], [null, 'closed']);
    keep.sets[3].done();
    await forgotten;
  },

  async 'while what is kept cannot be read, nothing is read'({ pass }) {
    let broken = true;
    const keep = {
      get() {
        if (broken) {
          throw new Error('denied');
        }
        return id(5);
      },
      set() {},
    };
    const { feed } = await start({ keep });
    await until(() => feed.state.phase === 'waiting');
    same([FakeSocket.made.length, feed.state.reason], [0, 'The position that was kept cannot be read: denied']);
    broken = false;
    same(await attemptAfter(pass), 250);
    same(after(FakeSocket.last), id(5));
  },

  async 'an unknown store is refused in words'() {
    const { feed } = await start({ keep: 'cookies' });
    await until(() => feed.state.phase === 'waiting');
    same(feed.state.reason, 'keep is "cookies", but has to be localStorage, indexedDB, or an object with get and set.');
  },
};
