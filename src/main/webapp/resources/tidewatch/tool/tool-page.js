import { createConnectionBadge } from '../shared/connection-badge.js';
import { as, byId } from '../shared/dom.js';
import { throttled } from '../shared/frame-throttle.js';
import { createLiveRegion } from '../shared/live-region.js';
import { pollStatus } from '../shared/status-poller.js';
import { format, parse, seesWholeDocuments, serverParameters } from './address.js';
import { createCounted } from './counted.js';
import { createDetail } from './detail.js';
import { closeWhenLeft } from './element.js';
import { createExportMenu } from './export-menu.js';
import { createFilterBar } from './filter-bar.js';
import { createHeader } from './header.js';
import { createListPane } from './list-pane.js';
import { createLookBack } from './look-back.js';
import { passes } from './matching.js';
import { poll } from './polls.js';
import { createReader } from './reader.js';
import { secondOf } from './row.js';
import { createSelection } from './selection.js';
import { createToolKeys } from './tool-keys.js';
import { createWholeChanges } from './whole-change.js';

/** The page of a feed as a tool: wires the parts together. What is on screen is in the address. */

const { base = '', feed = '', ns: watched = '', position: rendered = '', problem = '', images = '' } = document.body.dataset;
const statusUrl = `${base}/api/feeds/${encodeURIComponent(feed)}`;
const changesUrl = `${statusUrl}/changes`;
const SEARCHED = '-15m'; // where the page begins if the address does not say and there is nothing to show
const SEARCHED_MILLIS = 15 * 60_000;
const LONG = 1_000; // ms; a shorter loss of the connection is no news

let query = parse(location.search);
/** Whether the server holds back what the page does not take. */
let isWaiting = false;
/** @type {import('../shared/status-poller.js').Status & {oldest?: string}|null} */
let latest = null;
/** @type {ReturnType<typeof createReader>|null} */
let reader = null;
/** @type {number|null} since when there is no connection */
let lostAt = null;

const liveRegion = createLiveRegion(byId('announcements'));
const badge = createConnectionBadge({
  badge: byId('state'), cause: byId('cause'), reload: as(HTMLButtonElement, byId('reload')), onNews: liveRegion.say,
});
const parameters = () => serverParameters(query.tokens);
const passing = (/** @type {any} */ change) => passes(change, query.tokens);

const pane = createListPane({
  scroller: byId('list'),
  rows: byId('rows'),
  jump: as(HTMLButtonElement, byId('jump')),
  pause: as(HTMLButtonElement, byId('pause')),
  url: changesUrl,
  parameters,
  oldest: () => latest?.oldest ?? null,
  passes: passing,
  isLive: () => header.progress.place === 'current',
  href: (row) => `${location.pathname}${format({ ...query, at: row.id })}`,
  held: () => ({ waiting: pane.pending + (reader?.unread ?? 0), more: isWaiting }),
  onAdded: (rows) => rows.forEach(({ operation }) => liveRegion.change(operation)),
  onChange: () => badge.hold(pane.following.hold),
});

const header = createHeader({
  badge,
  ask: () => status.ask(),
  isLast,
  isFiltered: () => parameters().length > 0,
  isHeld: () => !pane.following.is,
});
const whole = createWholeChanges({ url: changesUrl, parameters });
const filter = createFilterBar({ form: as(HTMLFormElement, byId('filter')), watched, onTokens: (tokens) => go({ tokens, at: null }) });
const lookBack = createLookBack({
  now: () => header.progress.now(),
  oldest: () => latest?.oldest ?? null,
  onFrom: (from) => go({ from, at: null }),
});
const counted = createCounted({ url: `${statusUrl}/counts`, watched, onFrom: (from) => go({ from, at: null }) });
const exporting = createExportMenu({
  url: `${statusUrl}/export`, name: feed, parameters: () => [...parameters(), ['from', counted.from]], passes: passing, say: liveRegion.say,
});
const detail = createDetail({
  aside: byId('detail'),
  whole,
  about: { feed, url: changesUrl, hasImages: images === 'true' },
  parameters,
  historyFrom: () => latest?.oldest ?? '-30d',
  onFilter: (token) => filter.add(token),
  onOpen: (row) => selection.show(row),
  onClose: () => selection.close(),
  say: liveRegion.say,
});
const selection = createSelection({
  pane,
  detail,
  onSelect(id) {
    query = { ...query, at: id };
    history.replaceState(null, '', `${location.pathname}${format(query)}`);
  },
});

async function isLast() {
  try {
    const { changes, gap } = await poll(changesUrl, [...parameters(), ['after', String(reader?.position)], ['limit', '1']]);
    return changes.length === 0 && !gap;
  } catch {
    return null;
  }
}

const show = throttled(flush);

function flush() {
  const last = pane.flush({ whole: seesWholeDocuments(query.tokens) });
  if (last) {
    header.shown(last.id, pane.store.at(pane.store.end - 1)?.at ?? null);
  }
  const isComplete = header.progress.place === 'current' && pane.pending === 0;
  if (latest) {
    const { outages } = latest;
    pane.note((notes) => notes.tellOutages(outages, isComplete));
  }
  const isFiltered = query.tokens.length > 0;
  counted.beganBy(pane.store.at(pane.store.first)?.at ?? null);
  counted.show(filter, pane.matched, isFiltered);
  counted.showEmpty(pane.store.size === 0 && reader !== null, isComplete, isFiltered);
  selection.arrived();
  header.show();
}

/** @param {string} moment */
function millis(moment) {
  const at = Date.parse(moment);
  return Number.isNaN(at) ? null : at;
}

/**
 * Where the page begins to read.
 * @returns {{after: string}|{from: string}}
 */
function placeOf() {
  const opened = secondOf(query.at);
  if (query.from) {
    return { from: query.from };
  }
  if (opened !== null) {
    return { from: new Date(opened).toISOString() };
  }
  const isRendered = rendered && byId('rows').childElementCount > 0 && query.tokens.length === 0;
  return isRendered ? { after: rendered } : { from: SEARCHED };
}

/** Reads again, from the place and with the filter of the address. */
function restart() {
  reader?.close();
  const start = placeOf();
  const after = 'after' in start ? start.after : null;
  counted.begin('after' in start ? secondOf(after) : start.from === SEARCHED ? header.progress.now() - SEARCHED_MILLIS : millis(start.from));
  byId('problem').hidden = true;
  filter.set(query.tokens);
  lookBack.show(query.from);
  document.body.dataset.view = query.view;
  whole.forget();
  pane.restart(after, query.from !== null || query.at !== null);
  header.restart(after);
  reader = createReader({
    url: changesUrl,
    feed,
    start,
    parameters: parameters(),
    position: async () => (await status.ask())?.position ?? null,
    onItems(items) {
      const ready = pane.take(items);
      items.forEach(({ id }) => header.received(id, secondOf(id)));
      pane.pending > 1_000 ? flush() : show();
      return ready;
    },
    onProgress: (id) => header.shown(id, secondOf(id)),
    onState(state) {
      isWaiting = state.phase === 'waiting' && state.lostAt === null;
      if (state.phase === 'open' && lostAt !== null && Date.now() - lostAt >= LONG) {
        const from = lostAt;
        pane.note((notes) => notes.tellLoss(from, Date.now()));
      }
      lostAt = state.lostAt;
      header.connection(state);
    },
    onRefused(why) {
      byId('problem').textContent = why;
      byId('problem').hidden = false;
    },
  });
  selection.want(query.at);
}

/** Rows of a line, or with more of what each says. */
function toggleView() {
  query = { ...query, view: query.view === 'rows' ? 'cards' : 'rows' };
  history.replaceState(null, '', `${location.pathname}${format(query)}`);
  document.body.dataset.view = query.view;
  pane.list.redraw();
  pane.following.is && pane.list.toEnd();
}

/** @param {Partial<import('./address.js').Query>} change of what is on screen */
function go(change) {
  query = { ...query, ...change };
  history.pushState(null, '', `${location.pathname}${format(query)}`);
  detail.close();
  restart();
}

const status = pollStatus({
  url: statusUrl,
  onStatus(told, asked) {
    latest = told;
    header.status(told, asked);
    counted.ask().then(show);
  },
  onSilence: () => header.silence(),
});

setInterval(() => {
  header.tick();
  byId('gathers').hidden = !pane.gathers;
}, 1_000);

window.addEventListener('popstate', () => {
  query = parse(location.search);
  detail.close();
  restart();
});

document.body.dataset.scripted = 'true';
byId('tools').append(lookBack.element, exporting.menu, exporting.progress);
closeWhenLeft(as(HTMLDetailsElement, byId('other-feeds')));
createToolKeys({ bar: byId('foot').querySelector('.keys'), filter, lookBack, selection, detail, pane, onView: toggleView, say: liveRegion.say });
if (problem) {
  filter.set(query.tokens);
  lookBack.show(query.from);
} else {
  restart();
}
status.ask();
