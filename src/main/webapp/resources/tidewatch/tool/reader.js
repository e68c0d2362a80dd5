import { poll, PollError } from './polls.js';
import { secondOf } from './row.js';
import { watch } from '../client/client.js';

/**
 * Reads a feed from a place in the past: the server is polled until what has happened since has come,
 * and then watched. What nobody takes waits at the server.
 *
 * @typedef {import('../client/client.js').Item<any, any>} Item
 * @typedef {import('../client/client.js').State} State
 */

const PAGE = '256';
const BYTES = '262144';
const MOST_POLLS = 40; // after which a busy feed is watched all the same
const RETRY = 2_000; // ms

/**
 * @param {object} options
 * @param {string} options.url of the feed's changes
 * @param {string} options.feed
 * @param {{after: string}|{from: string}|null} options.start null: where the server is
 * @param {[string, string][]} options.parameters of the filter
 * @param {() => Promise<string|null>} options.position where the server is
 * @param {(items: Item[]) => Promise<void>|void} options.onItems the next are read when it is done
 * @param {(position: string) => void} options.onProgress how far it has come, also where nothing matched
 * @param {(state: State) => void} options.onState of the connection
 * @param {(problem: string) => void} options.onRefused in the server's words; it has ended
 */
export function createReader({ url, feed, start, parameters, position, onItems, onProgress, onState, onRefused }) {
  const ending = new AbortController();
  /** @type {string|null} */
  let reached = start && 'after' in start ? start.after : null;
  /** @type {ReturnType<typeof watch>|null} */
  let live = null;
  /** @type {State} */
  let state = { phase: 'connecting', lostAt: null, code: null, reason: '' };

  /**
   * Going over from polls to a connection is no news.
   * @param {State} next
   */
  function become(next) {
    const isOver = state.phase === 'open' && next.phase === 'connecting' && next.lostAt === null;
    if (!isOver && next.phase !== 'closed' && !ending.signal.aborted) {
      state = next;
      onState(next);
    }
  }

  async function catchUp() {
    /** @type {[string, string][]} */
    let place = start && 'from' in start ? [['from', start.from]] : [['after', String(reached ?? await first())]];
    for (let polls = 0; polls < MOST_POLLS; polls += 1) {
      const answer = await asked([...parameters, ...place, ['limit', PAGE], ['batch', BYTES]]);
      ending.signal.throwIfAborted();
      become({ phase: 'open', lostAt: null, code: null, reason: '' });
      const isSame = answer.position === null || answer.position === reached;
      if (answer.gap) {
        await onItems([{ id: answer.gap.position, gap: answer.gap }]);
      }
      await onItems(answer.changes.map(({ id, json }) => ({ id, change: JSON.parse(json) })));
      reached = answer.position ?? reached;
      if (reached !== null) {
        onProgress(reached);
        place = [['after', reached]];
      }
      if (isSame || (answer.changes.length === 0 && (secondOf(reached) ?? 0) >= Date.now() - 2_000)) {
        return;
      }
    }
  }

  async function first() {
    for (;;) {
      const known = await position();
      ending.signal.throwIfAborted();
      if (known !== null) {
        return known;
      }
      await pause();
    }
  }

  /** @param {[string, string][]} query */
  async function asked(query) {
    for (;;) {
      try {
        return await poll(url, query, { signal: ending.signal });
      } catch (error) {
        if (!(error instanceof PollError) || (error.status >= 400 && error.status < 500)) {
          throw error;
        }
        become({ phase: 'waiting', lostAt: state.lostAt ?? Date.now(), code: null, reason: error.message });
        await pause();
      }
    }
  }

  function pause() {
    return new Promise((resolve) => setTimeout(resolve, RETRY));
  }

  async function follow() {
    live = watch({ feed, ...grouped(parameters), json: 'canonical', after: reached ?? undefined, onState: become });
    for await (const item of live) {
      reached = item.id;
      await onItems([/** @type {Item} */ (item)]);
    }
  }

  async function run() {
    try {
      await catchUp();
      if (!ending.signal.aborted) {
        await follow();
      }
    } catch (error) {
      if (!ending.signal.aborted) {
        onRefused(error instanceof Error ? error.message : String(error));
      }
    }
  }

  run();

  return {
    /** Where it is, also if nothing matched. */
    get position() {
      return live?.position ?? reached;
    },
    /** Changes that came and that nobody has taken. */
    get unread() {
      return live?.unread ?? 0;
    },
    renew() {
      live?.renew();
    },
    close() {
      ending.abort();
      live?.close();
    },
  };
}

/**
 * @param {[string, string][]} parameters
 * @returns {Record<string, string[]>}
 */
function grouped(parameters) {
  /** @type {Record<string, string[]>} */
  const options = {};
  for (const [name, value] of parameters) {
    (options[name] ??= []).push(value);
  }
  return options;
}
