import { createAnnouncer } from './announce.js';
import { createBacklog } from './backlog.js';
import { batched } from './batch.js';
import { watch } from './client.js';
import { enableCopyButtons } from './copy.js';
import { createFollow } from './follow.js';
import { duration, number } from './format.js';
import { createGauge } from './gauge.js';
import { createHighlighter } from './highlight.js';
import { createLog } from './log.js';
import { createState } from './state.js';
import { watchStatus } from './status.js';
import { createTally } from './tally.js';

/**
 * The page of one feed: wires the parts together.
 */

const LIMIT = 500;
const { base = '', position } = document.body.dataset;
const byId = (id) => document.getElementById(id);
const title = document.title;

const announcer = createAnnouncer(byId('announcements'));
const backlog = createBacklog(LIMIT);
const gauge = createGauge(byId('gauge-line'), byId('gauge-water'));
const highlighter = createHighlighter();
const tally = createTally({ operations: byId('operations'), now: byId('rate-now'), peak: byId('rate-peak') });
const state = createState({
  badge: byId('state'), cause: byId('cause'), reload: byId('reload'), onNews: announcer.say,
});
const log = createLog({
  list: byId('changes'), line: byId('gone'), limit: LIMIT, onShow: highlighter.watch, onDrop: highlighter.unwatch,
});
const follow = createFollow({ list: byId('changes'), jump: byId('jump'), pause: byId('pause'), onResume: flush });

let unseen = 0;
/** What the server last said that it has seen, null until then, and what came since it said so. */
let total = null;
let since = 0;
let answered = true;
let connection = 'connecting';

const show = batched(() => {
  flush();
  follow.update();
});

function flush() {
  if (!follow.paused) {
    // A reader who scrolled up keeps what is being read: no card leaves under those eyes.
    if (backlog.size > 0 && (follow.following || log.size + backlog.size <= LIMIT)) {
      log.append(backlog.take());
    }
  }
  document.body.dataset.empty = String(log.size === 0);
  byId('dock').hidden = log.size === 0;
  byId('on-page').textContent = number(log.size);
  if (total !== null) {
    byId('total').textContent = number(total + since);
  }
  tally.show();
}

function receive(message) {
  backlog.add(message);
  tally.add(message.operationType);
  announcer.change(message.operationType);
  follow.count();
  since += 1;
  unseen += document.hidden ? 1 : 0;
  show();
}

/** Takes from the feed what there is room for: what a reader holds back longer waits at the server. */
async function read() {
  for await (const { change, gap } of feed) {
    receive(change ?? gap);
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
for (const card of byId('changes').children) {
  tally.add(card.dataset.operation, false);
}

const status = watchStatus({
  url: `${base}/api/feeds/changes`,
  onStatus(latest) {
    state.status(latest);
    byId('readers').textContent = number(latest.subscribers);
    byId('lag').textContent = behind(latest.lag);
    total = latest.changes;
    since = 0;
    flush();
    start ??= latest.position;
    if (!answered) {
      answered = true;
      feed.renew(); // the network was away: the socket may be dead and not know it
    }
  },
  onSilence() {
    answered = false;
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
    state.connection(latest);
  },
});

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    unseen = 0;
    document.title = title;
  }
});

/** A quiet stream answers once a second, so less than two is as good as nothing. */
function behind(seconds) {
  if (typeof seconds !== 'number') {
    return '–';
  }
  return seconds < 2 ? 'under 2 s' : duration(seconds * 1_000);
}

let tickedAt = performance.now();
setInterval(() => {
  // A hidden page's timers are held back: one tick may stand for many seconds.
  const seconds = Math.max(1, Math.round((performance.now() - tickedAt) / 1_000));
  tickedAt = performance.now();
  const each = tally.tick(seconds);
  gauge.push(connection === 'open' ? each : null, seconds);
  state.show();
  if (!document.hidden) {
    gauge.draw();
  } else if (unseen > 0) {
    document.title = `(${number(unseen)}) ${title}`;
  }
}, 1_000);

// The header's height depends on the window and on what it has to say; what sticks below needs it.
new ResizeObserver(([{ borderBoxSize: [size] }]) => {
  document.documentElement.style.setProperty('--header', `${Math.round(size.blockSize)}px`);
}).observe(byId('header'));

history.scrollRestoration = 'manual'; // the end is where the news is
byId('try').open = matchMedia('(min-width: 64rem)').matches;
enableCopyButtons(announcer.say);
read().catch((error) => console.error('Tidewatch:', error.message)); // the header says why
flush();
follow.update();
