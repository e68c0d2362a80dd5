import { FakeSocket, id, settle } from './fakes.js';
import { after, range, same, start } from './helpers.js';

/** The client without a listener: what it delivers is iterated over. */

export const tests = {
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
};
