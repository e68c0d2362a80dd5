import { createConnectionBadge } from '../shared/connection-badge.js';
import { as, byId, find, write } from '../shared/dom.js';
import { clock, duration, number, rate } from '../shared/format.js';
import { createLiveRegion } from '../shared/live-region.js';
import { logIn } from '../shared/login.js';

/**
 * The table of all feeds, kept up to date.
 *
 * @typedef {import('../shared/status-poller.js').Status & {name: string, oldest?: string}} FeedStatus
 */

const EVERY = 5_000;
const PATIENCE = 4_000;
const HISTORY_EVERY = 60_000; // where MongoDB's history begins moves slowly

const { base = '' } = document.body.dataset;
const liveRegion = createLiveRegion(byId('announcements'));
const badge = createConnectionBadge({
  badge: byId('state'), cause: byId('cause'), reload: as(HTMLButtonElement, byId('reload')), onNews: liveRegion.say,
});
/** @type {Map<string, FeedStatus>} */
const before = new Map();
let timer = 0;
let askedHistoryAt = -HISTORY_EVERY;
/** @type {number|null} */
let lostAt = null;

/** @param {string} path */
async function ask(path) {
  const response = await fetch(`${base}/api/feeds${path}`, {
    headers: { Accept: 'application/json' }, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE),
  });
  if (response.status === 401) {
    logIn();
  }
  return response.json();
}

async function poll() {
  clearTimeout(timer);
  try {
    const { feeds } = await ask('');
    lostAt = null;
    badge.connection({ phase: 'open', lostAt, code: null, reason: '' });
    feeds.forEach(show);
    if (performance.now() - askedHistoryAt >= HISTORY_EVERY) {
      askedHistoryAt = performance.now();
      await Promise.all(rows().map(async (row) => showOldest(row, await ask(`/${encodeURIComponent(String(row.dataset.feed))}`))));
    }
  } catch {
    lostAt ??= Date.now();
    badge.connection({ phase: 'waiting', lostAt, code: null, reason: '' });
    rows().forEach((row) => write(find(row, '.now'), '–'));
    before.clear();
  }
  timer = document.hidden ? 0 : setTimeout(poll, EVERY);
}

/** @returns {HTMLElement[]} */
function rows() {
  return [...document.querySelectorAll('tr[data-feed]')].map((row) => as(HTMLElement, row));
}

/** @param {FeedStatus} status */
function show(status) {
  const row = rows().find(({ dataset }) => dataset.feed === status.name);
  if (!row) {
    return; // it has been set up, or allowed, since this page was loaded
  }
  row.dataset.state = status.state;
  write(find(row, '.label'), status.state);
  write(find(row, '.why'), status.cause ?? '');
  write(find(row, '.lag'), status.lag === undefined ? '–' : status.lag < 60 ? `${status.lag.toFixed(1)} s` : duration(status.lag * 1_000));
  write(find(row, '.now'), perSecond(status, before.get(status.name)));
  write(find(row, '.readers'), status.subscribers === undefined ? '–' : number(status.subscribers));
  write(find(row, '.total'), status.changes === undefined ? '–' : number(status.changes));
  before.set(status.name, status);
  const gap = status.outages.filter(({ lost, to }) => lost && to !== undefined).at(-1);
  showTime(find(row, '.gap time'), gap?.to, 'no gap');
}

/**
 * By the server's counts and clock.
 * @param {FeedStatus} now
 * @param {FeedStatus} [earlier]
 */
function perSecond(now, earlier) {
  if (now.changes === undefined || earlier?.changes === undefined || earlier.started !== now.started) {
    return '–';
  }
  const seconds = (Date.parse(now.time) - Date.parse(earlier.time)) / 1_000;
  return seconds > 0 ? `${rate((now.changes - earlier.changes) / seconds)}/s` : '–';
}

/**
 * @param {HTMLElement} row
 * @param {FeedStatus} status
 */
function showOldest(row, { oldest }) {
  showTime(find(row, '.oldest time'), oldest, '–');
}

/**
 * @param {Element} element
 * @param {string|undefined} time
 * @param {string} otherwise
 */
function showTime(element, time, otherwise) {
  const date = time === undefined ? null : new Date(time);
  as(HTMLTimeElement, element).dateTime = date?.toISOString() ?? '';
  write(element, date ? clock(date, true) : otherwise);
}

document.addEventListener('visibilitychange', () => document.hidden || poll());
poll();
