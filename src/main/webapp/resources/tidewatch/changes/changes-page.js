import { createAutoscroll } from './autoscroll.js';
import { createBacklog } from './backlog.js';
import { createCardList } from './card-list.js';
import { idOf } from './cards.js';
import { operationOf } from './change-message.js';
import { enableCardCopy, enableCopyButtons } from './copy-buttons.js';
import { createDashboard } from './dashboard.js';
import { throttled } from '../shared/frame-throttle.js';
import { createOutageRows } from './outage-rows.js';
import { createHighlighter } from './syntax-highlight.js';
import { watch } from '../client/client.js';
import { createConnectionBadge } from '../shared/connection-badge.js';
import { as, byId, find } from '../shared/dom.js';
import { number } from '../shared/format.js';
import { createLiveRegion } from '../shared/live-region.js';
import { keepPosition } from '../shared/login.js';
import { pollStatus } from '../shared/status-poller.js';

/**
 * The page of one feed: wires the parts together.
 *
 * @typedef {import('./change-message.js').SocketMessage} SocketMessage
 */

const LIMIT = 500;
const { base = '', position: rendered, origin } = document.body.dataset;
const title = document.title;
const kept = keepPosition(() => beginning ?? feed.position);
const position = kept ?? rendered;
/** @type {string|null} the position before the first card */
let beginning = position || null;
if (kept !== null) {
  byId('changes').replaceChildren(); // they come again, after those that this page showed before
}

const liveRegion = createLiveRegion(byId('announcements'));
/** @type {ReturnType<typeof createBacklog<SocketMessage>>} */
const backlog = createBacklog(LIMIT);
const highlighter = createHighlighter();
const state = createConnectionBadge({
  badge: byId('state'), cause: byId('cause'), reload: as(HTMLButtonElement, byId('reload')), onNews: liveRegion.say,
});
const log = createCardList({
  list: byId('changes'),
  line: byId('gone'),
  limit: LIMIT,
  start: position || null,
  onShow: highlighter.watch,
  onDrop: drop,
});
const notes = createOutageRows({ list: byId('changes'), origin: origin || null });
const autoscroll = createAutoscroll({
  list: byId('changes'),
  regions: [byId('changes'), find(document, '.rail')],
  jump: as(HTMLButtonElement, byId('jump')),
  pause: as(HTMLButtonElement, byId('pause')),
  waiting: () => feed.unread,
  more: () => connection !== 'open',
  onResume: flush,
});

let unseen = 0;
let answered = true;
let connection = 'connecting';

const show = throttled(flush);

function flush() {
  if (!autoscroll.paused) {
    // A reader who scrolled up keeps what is being read: no card leaves under those eyes.
    if (backlog.size > 0 && (autoscroll.following || log.size + backlog.size <= LIMIT)) {
      const messages = backlog.take();
      log.append(messages);
      dashboard.shown(messages[messages.length - 1]);
    }
  }
  if (log.size > 0 && byId('empty').contains(document.activeElement)) {
    byId('log').focus({ preventScroll: true }); // what has the focus goes; the next Tab begins here
  }
  dashboard.settle();
  document.body.dataset.empty = String(log.size === 0);
  byId('dock').hidden = log.size === 0;
  byId('on-page').textContent = number(log.size);
  dashboard.show();
  showHold();
}

/** After each change of the page. */
function showHold() {
  autoscroll.update();
  state.hold(autoscroll.hold);
}

/** @param {HTMLElement} card */
function drop(card) {
  highlighter.unwatch(card);
  notes.dropped(idOf(card));
  beginning = idOf(card);
}

/** @param {SocketMessage} message */
function receive(message) {
  backlog.add(message);
  dashboard.receive(message);
  liveRegion.change(operationOf(message));
  autoscroll.count();
  unseen += document.hidden ? 1 : 0;
  show();
}

/** Takes from the feed what there is room for: what a reader holds back longer waits at the server. */
async function read() {
  for await (const { change, gap } of feed) {
    receive(/** @type {SocketMessage} */ (change ?? gap)); // the page's socket sends a gap as it does a change
    if (backlog.full) {
      flush(); // a hidden page draws seldom
    }
    if (backlog.full) {
      await backlog.taken();
    }
  }
}

/** Where the feed is read from: a place that this page has not passed yet. */
let start = log.adopt().at(-1) ?? (position || null);

const dashboard = createDashboard({
  id: start,
  state,
  notes,
  ask: () => status.ask(),
  isLast,
  queue: () => ({ held: backlog.size > 0 && !autoscroll.following, waiting: backlog.size }),
});
dashboard.adopt(log.operations);

/**
 * Asks MongoDB, through the server, whether there is nothing after a position.
 * @param {string} id
 */
async function isLast(id) {
  try {
    const query = new URLSearchParams({ after: id, limit: '1', wait: '0' });
    const response = await fetch(`${base}/api/feeds/changes/changes?${query}`, { cache: 'no-store' });
    const { changes, gap } = await response.json();
    return response.ok ? changes.length === 0 && !gap : null;
  } catch {
    return null;
  }
}

const status = pollStatus({
  url: `${base}/api/feeds/changes`,
  onStatus(latest, asked) {
    dashboard.status(latest, asked);
    flush();
    start ??= latest.position ?? null;
    beginning ??= start;
    if (!answered) {
      answered = true;
      feed.renew(); // the network was away: the socket may be dead and not know it
    }
  },
  onSilence(asked) {
    answered = false;
    dashboard.silence(asked);
  },
});

const feed = watch({
  html: true,
  after: async () => start ?? (await status.ask())?.position ?? null,
  onState(latest) {
    if (latest.phase !== connection && (latest.phase === 'open' || latest.phase === 'waiting')) {
      status.ask();
    }
    connection = latest.phase;
    dashboard.connection(latest);
    showHold();
  },
});

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    unseen = 0;
    document.title = title;
  }
});

setInterval(() => {
  dashboard.tick();
  showHold();
  if (document.hidden && unseen > 0) {
    document.title = `(${number(unseen)}${feed.unread > 0 ? '+' : ''}) ${title}`;
  }
}, 1_000);

// The header's height depends on the window and on what it has to say; what sticks below needs it.
new ResizeObserver(([{ borderBoxSize: [size] }]) => {
  document.documentElement.style.setProperty('--header', `${Math.round(size.blockSize)}px`);
}).observe(byId('header'));

history.scrollRestoration = 'manual'; // the end is where the news is
as(HTMLDetailsElement, byId('try')).open = matchMedia('(min-width: 64rem)').matches;
enableCopyButtons(liveRegion.say);
enableCardCopy({ list: byId('changes'), url: `${base}/api/feeds/changes/changes`, say: liveRegion.say });
read().catch((error) => console.error('Tidewatch:', error.message)); // the header says why
flush();
