import { watch } from './resources/tidewatch/client/client.js';
import { FakeSocket, settle } from './fakes.js';

/** A watch of a fake server, and what it was told. */
export async function start(options = {}) {
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

export function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`expected ${JSON.stringify(expected)}, but it was ${JSON.stringify(actual)}`);
  }
}

/** How long it takes until it tries again, to the millisecond. */
export async function attemptAfter(pass) {
  const made = FakeSocket.made.length;
  for (let waited = 0; waited < 200_000; waited += 50) {
    await pass(waited === 0 ? 0 : 50);
    if (FakeSocket.made.length > made) {
      return waited;
    }
  }
  return null;
}

export const NOON = Date.parse('2026-01-01T12:00:00Z');
export const MINUTE = 60_000;

export const range = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
export const after = (socket) => socket.url.searchParams.get('after');
