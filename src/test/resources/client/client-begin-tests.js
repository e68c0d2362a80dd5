import { FakeSocket, id, settle } from './fakes.js';
import { attemptAfter, same, start } from './helpers.js';

/** Where a reader begins: `from`, and the form that it asks for. */

const query = () => [...FakeSocket.last.url.searchParams].map((pair) => pair.join('='));

async function lose(pass) {
  FakeSocket.last.end();
  await attemptAfter(pass);
}

export const tests = {
  async 'it begins at a moment, and resumes where it was'({ pass }) {
    const { numbers } = await start({ from: '2026-11-27T14:05:00+01:00', op: 'insert' });
    same(query(), ['op=insert', 'from=2026-11-27T14:05:00+01:00']);
    FakeSocket.last.open(id(1));
    FakeSocket.last.changes(2, 3);
    await lose(pass);
    same(query(), ['op=insert', `after=${id(3)}`]);
    FakeSocket.last.open(id(3));
    FakeSocket.last.changes(3, 4);
    same(numbers, [2, 3, 4]);
  },

  async 'a moment may be a Date'() {
    await start({ from: new Date(Date.UTC(2026, 10, 27, 14, 5, 0, 250)) });
    same(query(), ['from=2026-11-27T14:05:00.250Z']);
  },

  async 'the greeting, a heartbeat or a gap is a position, before any change'({ pass }) {
    for (const first of [
      () => FakeSocket.last.open(id(7)),
      () => FakeSocket.last.say({ type: 'heartbeat', position: id(7) }),
      () => FakeSocket.last.say({ type: 'gap', reason: 'history-lost', after: id(1), position: id(7) }),
    ]) {
      const { feed } = await start({ from: '-10m' });
      FakeSocket.last.onopen();
      first();
      await lose(pass);
      same(query(), [`after=${id(7)}`]);
      await lose(pass);
      same(query(), [`after=${id(7)}`]);
      feed.close();
    }
  },

  async 'a time before now is the same moment in each attempt, by the server\'s clock'({ pass }) {
    for (const [from, seconds] of [['-30s', 30], ['-10m', 600], ['-2h', 7_200], ['-1d', 86_400]]) {
      const { feed } = await start({ from });
      same(query(), [`from=-${seconds}s`]);
      FakeSocket.last.end(1013, 'too many sessions: come back later');
      same(await attemptAfter(pass), 5_000);
      same(query(), [`from=-${seconds + 5}s`]);
      FakeSocket.last.onopen(); // and breaks before the greeting
      FakeSocket.last.end(1013);
      same(await attemptAfter(pass), 10_000);
      same(query(), [`from=-${seconds + 15}s`]);
      FakeSocket.last.end();
      // never later than the moment
      same([await attemptAfter(pass), query()], [1_000, [`from=-${seconds + 16}s`]]);
      FakeSocket.last.end();
      same([await attemptAfter(pass), query()], [2_000, [`from=-${seconds + 18}s`]]);
      feed.close();
    }
  },

  async 'a position that is kept counts, and not the moment'({ pass }) {
    for (const [kept, asked] of [[id(5), `after=${id(5)}`], [null, 'from=-600s']]) {
      const made = FakeSocket.made.length;
      const { feed } = await start({ from: '-10m', keep: { get: () => kept, set() {} } });
      while (FakeSocket.made.length === made) {
        await settle(); // a module is loaded
      }
      same(query(), [asked]);
      FakeSocket.last.open(id(6));
      await lose(pass);
      same(query(), [`after=${kept ?? id(6)}`]);
      feed.close();
    }
  },

  async 'after and from together are an error, as they are for the server'() {
    for (const after of [id(1), async () => id(1)]) {
      same(await start({ from: '-10m', after }).catch(({ message }) => message),
        'Both after and from say where to begin: give one of them.');
    }
  },

  async 'a moment that the server refuses is final'({ pass }) {
    const { states } = await start({ from: '2999-01-01T00:00:00Z' });
    FakeSocket.last.onopen();
    FakeSocket.last.end(1008, 'from must be an instant');
    same([states.at(-1).phase, states.at(-1).code], ['refused', 1008]);
    same(await attemptAfter(pass), null);
  },

  async 'an iteration that is slower than the feed goes on where it is, and not at the moment'() {
    const { feed } = await start({ from: '-10m', onChange: undefined });
    FakeSocket.last.open(id(1));
    FakeSocket.last.changes(...Array.from({ length: 1_000 }, (_, n) => n + 2));
    const items = feed[Symbol.asyncIterator]();
    for (let taken = 0; taken < 1_000; taken += 1) {
      same((await items.next()).value.id, id(taken + 2));
    }
    items.next();
    await settle();
    same([FakeSocket.made.length, query()], [2, [`after=${id(1_001)}`]]);
  },

  async 'canonical JSON is asked for in each attempt, and delivered as it is'({ pass }) {
    const changes = [];
    await start({ json: 'canonical', onChange: (change) => changes.push(change) });
    same(query(), ['json=canonical']);
    FakeSocket.last.open(id(1));
    const change = { fullDocument: { _id: { $numberLong: '9007199254740993' }, n: { $numberInt: '1' } } };
    FakeSocket.last.say({ type: 'changes', changes: [{ id: id(2), change }] });
    same(changes, [change]);
    await lose(pass);
    same(query(), ['json=canonical', `after=${id(2)}`]);
  },

  async 'a text is one, whatever it holds'() {
    await start({ text: 'a,b "c"' });
    same(query(), ['text=a,b "c"']);
  },
};
