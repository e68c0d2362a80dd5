import { FakeSocket, id, settle } from './fakes.js';
import { after, attemptAfter, same, start } from './helpers.js';

/** Who reads: tokens, and how the server's answers to them are found out. */

const PREFIX = 'base64url.bearer.authorization.tidewatch.';

const PROBLEM = new Headers({ 'Content-Type': 'application/problem+json' });

/** What the server answers over HTTP, one status after the other; the last one stays. */
function answering(...statuses) {
  return answeringWith(PROBLEM, ...statuses);
}

function answeringWith(headers, ...statuses) {
  const asked = [];
  globalThis.fetch = async (url, request) => {
    asked.push([String(url), request.headers.Authorization, request.credentials]);
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    if (status === null) {
      throw new TypeError('Failed to fetch');
    }
    return { status, headers, json: async () => ({ detail: `because of ${status}` }) };
  };
  return asked;
}

/** Tokens one after the other. */
function tokens() {
  let number = 0;
  return () => `token ${(number += 1)}`;
}

function bearer({ protocols }) {
  same(protocols.length, 2);
  same(protocols[1].startsWith(PREFIX), true);
  return atob(protocols[1].slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
}

export const tests = {
  async 'without a token, what is sent is as it was'() {
    await start();
    same(FakeSocket.last.protocols, ['tidewatch.v1']);
    await start({ html: true });
    same(FakeSocket.last.protocols, []);
  },

  async 'a token goes into a subprotocol, beside the one to be answered, and never into the address'() {
    await start({ token: 'a.b-c_d~é?' });
    same(FakeSocket.last.protocols[0], 'tidewatch.v1');
    same(/[^A-Za-z0-9._-]/.test(FakeSocket.last.protocols[1]), false);
    same(new TextDecoder().decode(Uint8Array.from(bearer(FakeSocket.last), (c) => c.charCodeAt(0))), 'a.b-c_d~é?');
    same(FakeSocket.last.url.search, '');
    await start({ token: 'x', html: true });
    same([FakeSocket.last.protocols[0], bearer(FakeSocket.last)], ['tidewatch.html', 'x']);
  },

  async 'when it expires a new one is asked for, and nothing is lost'({ pass }) {
    const { numbers, states } = await start({ token: tokens() });
    same(bearer(FakeSocket.last), 'token 1');
    FakeSocket.last.open(id(1));
    FakeSocket.last.changes(2, 3);
    await pass(6_000);
    FakeSocket.last.end(3000, 'the token has expired: come back with a new one and the last id');
    same([states.at(-1).phase, states.at(-1).code], ['waiting', 3000]);
    same(await attemptAfter(pass), 0);
    same([bearer(FakeSocket.last), after(FakeSocket.last)], ['token 2', id(3)]);
    FakeSocket.last.open(id(3));
    FakeSocket.last.changes(4);
    same(numbers, [2, 3, 4]);
  },

  async 'tokens that expire at once are not asked for without a pause'({ pass }) {
    await start({ token: async () => tokens()() + Math.random() + Date.now() });
    const waits = [];
    for (let loss = 0; loss < 6; loss += 1) {
      FakeSocket.last.open(id(1));
      FakeSocket.last.end(3000);
      waits.push(await attemptAfter(pass));
    }
    same(waits, [250, 500, 1_000, 2_000, 4_000, 5_000]);
  },

  async 'the same token is not sent again, and another one is waited for'({ pass }) {
    let token = 'old';
    const { states } = await start({ token: () => token });
    FakeSocket.last.open(id(1));
    FakeSocket.last.end(3000);
    same(await attemptAfter(pass), null);
    same(states.at(-1).phase, 'waiting');
    token = 'new';
    await pass(6_000);
    same([FakeSocket.made.length, bearer(FakeSocket.last)], [2, 'new']);
  },

  async 'a token that is a string cannot be renewed: its end is final'({ pass }) {
    const { states } = await start({ token: 'only' });
    FakeSocket.last.open(id(1));
    FakeSocket.last.end(3000, 'the token has expired');
    same([states.at(-1).phase, states.at(-1).code, states.at(-1).reason], ['refused', 3000, 'the token has expired']);
    same(await attemptAfter(pass), null);
  },

  async 'a login that has expired is tried again, because another tab may renew it'({ pass }) {
    const { states } = await start();
    FakeSocket.last.open(id(1));
    await pass(6_000);
    FakeSocket.last.end(3000);
    same([states.at(-1).phase, states.at(-1).code], ['waiting', 3000]);
    same(await attemptAfter(pass), 0);
    same(FakeSocket.last.protocols, ['tidewatch.v1']);
  },

  async '3003 is final and told, with any token'({ pass }) {
    const { feed, states } = await start({ token: tokens() });
    FakeSocket.last.open(id(1));
    await pass(6_000);
    FakeSocket.last.end(3003, 'an operator has ended the sessions of this caller: do not come back');
    same([states.at(-1).phase, states.at(-1).code], ['refused', 3003]);
    dispatchEvent(new Event('online'));
    feed.renew();
    same(await attemptAfter(pass), null);
  },

  async 'an iteration throws at 3003'() {
    const { feed } = await start({ token: 'x', onChange: undefined, onState: undefined });
    const next = feed[Symbol.asyncIterator]().next();
    await settle();
    FakeSocket.last.open(id(1));
    FakeSocket.last.end(3003, 'the roles of this caller do not allow this feed: do not come back');
    same(await next.catch(({ code }) => code), 3003);
  },

  async 'why a handshake fails is asked over HTTP: a new token after 401'({ pass }) {
    const asked = answering(401, 200);
    await start({ token: tokens(), after: id(1) });
    FakeSocket.last.end();
    await settle();
    same(asked, [['http://tidewatch.test/api/feeds/orders', 'Bearer token 1', 'omit']]);
    same(await attemptAfter(pass), 250);
    same([bearer(FakeSocket.last), after(FakeSocket.last)], ['token 2', id(1)]);
  },

  async 'after 403 and 404 it stops, and after 401 if the token is a string'({ pass }) {
    for (const [status, token] of [[403, tokens()], [404, tokens()], [401, 'only']]) {
      answering(status);
      const { states } = await start({ token });
      FakeSocket.last.end();
      await settle();
      same([states.at(-1).phase, states.at(-1).code, states.at(-1).reason], ['refused', status, `because of ${status}`]);
      same(await attemptAfter(pass), null);
    }
  },

  async 'other answers, and none, mean another attempt'({ pass }) {
    for (const status of [200, 500, 503, null]) {
      answering(status);
      const { states } = await start({ token: tokens() });
      FakeSocket.last.end();
      await settle();
      same([states.at(-1).phase, states.at(-1).code], ['waiting', 1006]);
      same(await attemptAfter(pass), 250);
    }
  },

  async 'an answer without a problem document is a proxy\'s, and means another attempt'({ pass }) {
    for (const status of [401, 403, 404]) {
      for (const token of [tokens(), 'only']) {
        answeringWith(new Headers({ 'Content-Type': 'text/html' }), status);
        const { states } = await start({ token });
        FakeSocket.last.end();
        await settle();
        same([states.at(-1).phase, states.at(-1).code], ['waiting', 1006]);
        same(await attemptAfter(pass), 250);
      }
    }
  },

  async 'a connection that was accepted and breaks is not asked about'({ pass }) {
    const asked = answering(403);
    await start({ token: tokens() });
    FakeSocket.last.open(id(1));
    FakeSocket.last.end();
    same(await attemptAfter(pass), 250);
    same(asked, []);
  },

  async 'an answer that comes after the end, or after another attempt, changes nothing'({ pass }) {
    let answer;
    globalThis.fetch = () => new Promise((resolve) => {
      answer = () => resolve({ status: 403, headers: PROBLEM, json: async () => ({}) });
    });
    const { feed, states } = await start({ token: tokens() });
    FakeSocket.last.end();
    dispatchEvent(new Event('online'));
    await settle();
    same(FakeSocket.made.length, 2);
    answer();
    await settle();
    same(states.at(-1).phase, 'connecting');
    FakeSocket.last.end();
    feed.close();
    answer();
    await settle();
    same(states.at(-1).phase, 'closed');
    same(await attemptAfter(pass), null);
  },

  async 'without a token for the moment it is asked for again'({ pass }) {
    const given = [() => Promise.reject(new Error('offline')), () => { throw new Error('no'); }, () => '', () => null, () => 'at last'];
    const { states } = await start({ token: () => given.shift()() });
    same(FakeSocket.made.length, 0);
    same([states.at(-1).phase, states.at(-1).reason], ['waiting', 'There is no new token yet.']);
    await pass(10_000);
    same([FakeSocket.made.length, bearer(FakeSocket.last)], [1, 'at last']);
  },

  async 'a token that comes after the end opens nothing'() {
    let give;
    const { feed } = await start({ token: () => new Promise((resolve) => { give = resolve; }) });
    feed.close();
    give('late');
    await settle();
    same([FakeSocket.made.length, feed.state.phase], [0, 'closed']);
  },

  async 'no state holds the token'() {
    answering(401);
    const { states } = await start({ token: 'canary' });
    FakeSocket.last.end();
    await settle();
    same(JSON.stringify(states).includes('canary'), false);
  },
};
