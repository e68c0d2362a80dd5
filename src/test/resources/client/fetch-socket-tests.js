import { EventParser, FetchSocket } from './resources/tidewatch/client/fetch-socket.js';
import { id, settle } from './fakes.js';
import { same, start } from './helpers.js';

/** The client without a WebSocket, on Server-Sent Events. */

/** What was asked for, and how it is answered. */
class FakeFetch {
  asked = [];

  constructor() {
    globalThis.fetch = (url, options) => new Promise((resolve, reject) => {
      options.signal?.addEventListener('abort', () => reject(options.signal.reason));
      this.asked.push({ url: String(url), headers: options.headers, signal: options.signal, resolve });
    });
  }

  get last() {
    return this.asked.at(-1);
  }

  /** Answers with a stream; returns what writes to it. */
  stream() {
    let writer;
    const body = new ReadableStream({ start: (controller) => (writer = controller) });
    this.last.resolve(new Response(body));
    const encoder = new TextEncoder();
    return { say: (text) => writer.enqueue(encoder.encode(text)), end: () => writer.close() };
  }

  refuse(status, detail, type = 'application/problem+json') {
    this.last.resolve(new Response(JSON.stringify({ detail }), { status, headers: { 'Content-Type': type } }));
  }
}

async function until(holds) {
  for (let turn = 0; turn < 100_000; turn += 1) {
    if (holds()) {
      return;
    }
    await settle();
  }
  throw new Error(`never: ${holds}`);
}

const change = (n) => `id: ${id(n)}\nevent: change\ndata: {"n":${n}}\n\n`;

async function reading(options = {}) {
  const server = new FakeFetch();
  const told = await start({ WebSocket: FetchSocket, ...options });
  await until(() => server.asked.length === 1);
  return { server, ...told };
}

export const tests = {
  async 'where there is no WebSocket, it reads events, and resumes'({ pass }) {
    delete globalThis.WebSocket;
    const { server, feed, numbers, gaps, states } = await reading({ WebSocket: undefined, op: 'insert', token: async () => 'tök' });
    same(server.last.url, 'http://tidewatch.test/api/feeds/orders/events?op=insert');
    same(server.last.headers.Authorization, 'Bearer tök');
    const stream = server.stream();
    stream.say(`id: ${id(1)}\nevent: hello\ndata: {}\n\n`);
    await until(() => states.at(-1).phase === 'open');
    stream.say(change(2) + change(3).slice(0, 20));
    await until(() => numbers.length === 1);
    stream.say(change(3).slice(20));
    await until(() => numbers.length === 2);
    stream.say(`id: ${id(5)}\nevent: gap\ndata: {"reason":"oversized","after":"${id(3)}","position":"${id(5)}"}\n\n`);
    stream.say(`id: ${id(9)}\nevent: heartbeat\ndata: {}\n\n`);
    await until(() => feed.position === id(9));
    same([numbers, gaps], [[2, 3], [{ reason: 'oversized', after: id(3), position: id(5) }]]);
    stream.end();
    await until(() => states.at(-1).phase === 'waiting');
    await pass(250);
    await until(() => server.asked.length === 2);
    same(new URL(server.last.url).searchParams.get('after'), id(9));
    feed.close();
    same(server.last.signal.aborted, true);
  },

  async 'what is wrong with a request is final, and a busy server is tried later'({ pass }) {
    for (const [status, phase, code] of [[400, 'refused', 1008], [404, 'refused', 1008], [503, 'waiting', 1013], [500, 'waiting', 1006], [401, 'waiting', 1006]]) {
      const { server, feed } = await reading();
      server.refuse(status, `because of ${status}`);
      await until(() => feed.state.code === code);
      same([feed.state.phase, feed.state.reason], [phase, `because of ${status}`]);
      feed.close();
    }
    const { server, feed } = await reading();
    server.refuse(404, 'not the application', 'text/html');
    await until(() => feed.state.phase === 'waiting');
    feed.close();
    await pass(0);
  },

  async 'a token that is refused is asked about, and renewed'({ pass }) {
    let tokens = 0;
    const { server, states } = await reading({ token: async () => `token ${tokens += 1}` });
    server.refuse(401, 'expired');
    await until(() => server.asked.length === 2); // the state of the feed
    same(server.last.url, 'http://tidewatch.test/api/feeds/orders');
    server.refuse(401, 'expired');
    await until(() => states.at(-1).code === 401);
    await pass(250);
    await until(() => server.asked.length === 3);
    same(server.last.headers.Authorization, 'Bearer token 2');
  },

  async 'events are read as the standard says, however they are cut'() {
    const text = '\uFEFFid: 1\r\nevent: a\r\ndata: x\r\ndata:  y\r\n\r\n: a comment\n\ndata\n\nid\nevent:b\rdata:{"a":"b:c"}\r\rretry: 5\nevent: lost\n\n'.slice(1);
    const expected = [
      { name: 'a', id: '1', data: 'x\n y' },
      { name: '', id: '1', data: '' },
      { name: 'b', id: '', data: '{"a":"b:c"}' },
    ];
    for (let size = 1; size <= text.length; size += 1) {
      const events = [];
      const parser = new EventParser((event) => events.push(event));
      for (let at = 0; at < text.length; at += size) {
        parser.add(text.slice(at, at + size));
      }
      same(events, expected);
    }
  },
};
