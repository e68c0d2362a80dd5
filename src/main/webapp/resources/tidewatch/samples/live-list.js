import { watch } from '../client/client.js';
import { messageOf } from './json-editor.js';
import { marked } from '../shared/bidi-text.js';
import { createConnectionBadge } from '../shared/connection-badge.js';
import { as, byId } from '../shared/dom.js';
import { createLiveRegion } from '../shared/live-region.js';
import { pollStatus } from '../shared/status-poller.js';

/**
 * Keeps a list as the database has it: the feed says that something has changed, and the list is
 * read again. So the order, the pages and every digit are the database's, whatever was missed.
 */

const APART = 250; // ms: a burst of changes is one reading
const AGAIN = 2_000; // ms, after a reading that failed
const PATIENCE = 5_000;

/**
 * @param {object} options
 * @param {string} options.feed its name
 * @param {(response: Response, text: string) => void} options.show what was read
 * @param {string} options.url of the list
 */
export function keepLive({ feed, url, show }) {
  const { base = '' } = document.body.dataset;
  const liveRegion = createLiveRegion(byId('announcements'));
  const state = createConnectionBadge({
    badge: byId('state'), cause: byId('cause'), reload: as(HTMLButtonElement, byId('reload')), onNews: liveRegion.say,
  });
  let timer = 0;
  let readAt = -APART;
  /** @type {Promise<void>|null} */
  let reading = null;
  let stale = false;

  function plan() {
    stale = true;
    timer ||= setTimeout(refresh, Math.max(0, readAt + APART - performance.now()));
  }

  /** Reads what is there now, after this call; resolves when it is shown, or could not be had. */
  async function refresh() {
    clearTimeout(timer);
    timer = 0;
    stale = true;
    while (stale) {
      reading ??= readOnce().finally(() => {
        reading = null;
      });
      await reading;
    }
  }

  async function readOnce() {
    stale = false;
    readAt = performance.now();
    try {
      const response = await ask(url);
      show(response, await response.text());
      if (trouble('')) {
        status.ask();
      }
    } catch (error) {
      if (trouble(`${messageOf(error)} What is below may be out of date.`)) {
        status.ask(); // why, and the lamp, sooner than it would be asked anyway
      }
      timer ||= setTimeout(refresh, AGAIN);
    }
  }

  const status = pollStatus({ url: `${base}/api/feeds/${feed}`, onStatus: state.status, onSilence() {} });
  let connection = 'connecting';
  watch({
    feed,
    onChange(change) {
      liveRegion.change(change.operationType ?? 'delete'); // what leaves the reader's view has none
      plan();
    },
    onGap: plan,
    onState(latest) {
      if (latest.phase !== connection && (latest.phase === 'open' || latest.phase === 'waiting')) {
        status.ask();
      }
      if (latest.phase === 'open' && connection !== 'open') {
        plan(); // what happened while nobody listened
      }
      connection = latest.phase;
      state.connection(latest);
    },
  });
  status.ask();
  setInterval(state.show, 1_000);
}

/**
 * Says what is wrong, or with an empty sentence that nothing is; returns whether that is news.
 * @param {string} sentence
 */
export function trouble(sentence) {
  const line = byId('trouble');
  const news = line.textContent !== sentence;
  if (news) {
    line.replaceChildren(...marked(sentence));
    line.hidden = sentence === '';
  }
  return news;
}

/**
 * Asks the REST API; whatever is no success is thrown, as an Error whose message is for people.
 * @param {string} url
 * @param {RequestInit} [request]
 * @returns {Promise<Response>}
 */
export async function ask(url, request = {}) {
  let response;
  try {
    response = await fetch(url, {
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE),
      ...request,
      headers: { Accept: 'application/json', ...(request.body && { 'Content-Type': 'application/json' }) },
    });
  } catch {
    throw new Error('The server does not answer.');
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail ?? `The server answers with an error (${response.status}).`);
  }
  return response;
}

/**
 * Which part of the list the page's address names.
 * @param {HTMLElement} list
 * @returns {{after: string|null, query: URLSearchParams}} the query asks the REST API for that part
 */
export function partOf(list) {
  const after = new URLSearchParams(location.search).get('after');
  const query = new URLSearchParams({ limit: String(list.dataset.shown) });
  if (after !== null) {
    query.set('after', after);
  }
  return { after, query };
}

/**
 * Where the list goes on, and the link to it.
 * @param {Response} response
 */
export function showNext(response) {
  const next = as(HTMLAnchorElement, byId('next'));
  const link = /<([^>]*)>; *rel="next"/.exec(response.headers.get('Link') ?? '');
  next.hidden = !link;
  if (link) {
    const after = String(new URL(link[1], response.url).searchParams.get('after'));
    next.href = `?${new URLSearchParams({ after })}`;
  }
}
