import { FakeSocket, id, settle } from './fakes.js';
import { after, attemptAfter, same, start } from './helpers.js';

/** When the client connects again, and where it goes on. */

export const tests = {
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
};
