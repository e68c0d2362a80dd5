import { operationOf, timeOf } from './change-message.js';
import { createProgress } from '../shared/feed-progress.js';
import { createGauge, SPAN } from './gauge.js';
import { createRateCounter } from './rate-counter.js';
import { createServerCounter } from './server-counter.js';
import { as, byId, write } from '../shared/dom.js';
import { clock, duration, number } from '../shared/format.js';
import { sentence } from '../shared/gap-words.js';

/**
 * What the page's header and rail say of the feed: how far behind, how much, how many. It describes
 * what is on screen, by the clocks of MongoDB and of the server; what is not known is left out.
 *
 * @typedef {import('../client/client.js').State} Connection
 * @typedef {import('../shared/status-poller.js').Status} Status
 * @typedef {import('./change-message.js').SocketMessage} SocketMessage
 * @typedef {import('./outage-rows.js').Note} Note
 *
 * @typedef {Omit<Note, 'after'> & {after: string|null, settled?: boolean}} Loss of the connection;
 *   settled: whether it is known if changes were missed
 * @typedef {Omit<Note, 'after'> & {after?: string, key: string}} Outage of the server's watch
 * @typedef {Pick<Note, 'from'|'to'> & {why: string}} Unknown a time of which nothing is known
 */

const OLD = 2; // s; a watch that is less behind has seen all there is, but for the last moment
const LONG = 1_000; // ms; a shorter loss of the connection is no news
const COUNTED = 1_000; // ms after which the server counts a reader that has connected

/**
 * @param {object} options
 * @param {string|null} options.id where the page begins
 * @param {() => void} options.ask asks the server for its status
 * @param {(id: string) => Promise<boolean|null>} options.isLast see feed-progress.js
 * @param {ReturnType<import('../shared/connection-badge.js').createConnectionBadge>} options.state
 * @param {ReturnType<import('./outage-rows.js').createOutageRows>} options.notes
 * @param {() => {held: boolean, waiting: number}} options.queue what has come and is not on the page
 */
export function createDashboard({ id, ask, isLast, state, notes, queue }) {
  const gauge = createGauge({
    line: as(SVGPathElement, document.getElementById('gauge-line')),
    water: as(SVGPathElement, document.getElementById('gauge-water')),
    hatches: as(SVGSVGElement, document.getElementById('gauge-hatches')),
  });
  const rates = createRateCounter({
    operations: byId('operations'), now: byId('rate-now'), when: byId('rate-when'), peak: byId('rate-peak'),
  });
  const progress = createProgress({ id, time: millisOf(id), ask, isLast: probe });
  const server = createServerCounter();
  /** The record begins here, in seconds. */
  const begin = Math.floor((millisOf(id) ?? Date.now()) / 1_000);
  /** @type {Status|null} null before the first, and while there is no answer */
  let status = null;
  let toldAt = 0;
  /** @type {Pick<Connection, 'phase'|'lostAt'>} */
  let connection = { phase: 'connecting', lostAt: null };
  let openedAt = Infinity;
  let probedAt = 0;
  let heardAt = 0;
  let silent = false;
  /** The place that the rate and the gauge were last drawn for. */
  let measured = 'unknown';
  /** @type {Loss[]} by the server's clock; the last one may last */
  let losses = [];
  /** @type {Outage[]} */
  let outages = [];

  const isOpen = () => connection.phase === 'open' && !silent;
  const isCurrent = () => isOpen() && progress.place === 'current' && status?.state === 'live' && (status.lag ?? OLD) < OLD;

  /**
   * While it lasts, the server counts it as a reader.
   * @param {string} position
   */
  async function probe(position) {
    probedAt = Infinity;
    const answer = await isLast(position);
    probedAt = performance.now();
    return answer;
  }

  /** @param {number} at ms, by this device's clock */
  function lose(at) {
    const last = losses.at(-1);
    if (last?.to === null) {
      return;
    }
    const after = progress.received.id;
    const ended = last?.to ?? 0;
    const from = Math.max(ended, progress.now() - (Date.now() - at));
    if (last && last.after === after && from - ended < LONG) {
      // A connection that brought nothing has not ended it.
      last.to = null;
      last.settled = false;
    } else {
      losses.push({ reason: 'disconnected', from, to: null, after, lost: false });
    }
  }

  function find() {
    const last = losses.at(-1);
    if (last?.to === null) {
      last.to = progress.now();
      if (last.to - last.from < LONG) {
        losses.pop();
      }
    }
  }

  /** Losses that are over, as rows: that nothing was lost is known when all has come. */
  function note() {
    for (const loss of losses) {
      const { after } = loss;
      if (loss.to !== null && after !== null) {
        loss.settled ||= loss.lost || progress.place === 'current';
        notes.tell(`loss ${loss.from}`, { ...loss, after, lost: loss.settled ? loss.lost : null });
      }
    }
    losses = losses.filter(({ to, settled }) => to === null || !settled || to > progress.now() - SPAN * 1_000);
    for (const { after, ...outage } of outages) {
      if (outage.to !== null && after) {
        notes.tell(outage.key, { ...outage, after });
      }
    }
    notes.settle(progress.shown.id, progress.place === 'current' && queue().waiting === 0);
  }

  function behind() {
    if (!isOpen() || status === null || progress.place === 'unknown') {
      return null;
    }
    if (progress.place === 'behind') {
      return progress.age();
    }
    const since = status.state === 'live' ? 0 : performance.now() - toldAt;
    return status.lag === undefined ? null : status.lag * 1_000 + since;
  }

  function measure() {
    const known = isOpen() && status?.state === 'live' && progress.place !== 'unknown';
    const then = lacks() && progress.until > 0;
    const edge = then ? progress.until : progress.now();
    rates.tick(Math.floor(edge / 1_000), known ? (then ? 'then' : 'now') : null);
    if (!document.hidden) {
      draw();
    }
  }

  function show() {
    const { held } = queue();
    if (progress.place !== measured) {
      measured = progress.place;
      measure(); // so that all that the header says changes together
    }
    state.place({ place: progress.place, age: progress.age(), held, silent });
    const lag = behind();
    // A quiet stream answers once a second, so less than two is as good as nothing.
    write(byId('lag'), lag === null ? '–' : lag < OLD * 1_000 ? 'under 2 s' : duration(lag));
    write(byId('total'), server.total === null ? '–' : number(server.total));
    rates.show();
  }

  /** @param {number} left the second at the left edge */
  function bands(left) {
    /** @type {Unknown[]} */
    const all = [...outages, ...losses].map((each) => ({ ...each, why: sentence(each) }));
    const isLost = losses.at(-1)?.to === null;
    if (!isLost && lacks() && progress.until > 0) {
      const from = Math.floor(progress.until / 1_000) * 1_000;
      all.push({ from, to: null, why: `What has happened since ${clock(new Date(from), true)} has not been read yet.` });
    }
    return all.map(({ from, to, why }) => ({
      from: Math.max(begin - left, from / 1_000 - left), to: to === null ? SPAN : to / 1_000 - left, why, lasts: to === null,
    }));
  }

  /** Whether changes are missing here that are not merely held back by the reader. */
  function lacks() {
    return progress.place !== 'current' && !(isOpen() && queue().held);
  }

  /** In a band there is no line, unless what happened then has come since. */
  function draw() {
    const left = Math.floor(progress.now() / 1_000) - SPAN;
    const unknown = bands(left);
    const readings = Array.from({ length: SPAN }, (_, at) => (left + at < begin ? null : rates.in(left + at)));
    for (const { from, to, lasts } of unknown) {
      const [first, end] = [Math.max(0, Math.floor(from)), Math.min(SPAN, Math.ceil(to))];
      if (lasts) {
        readings.fill(null, Math.min(SPAN, first + 1));
      } else if (readings.slice(first, end).every((reading) => !reading)) {
        readings.fill(null, first, Math.max(first, end));
      }
    }
    gauge.draw(readings, unknown);
  }

  return {
    show,
    /**
     * Cards that the server rendered.
     * @param {string[]} operations
     */
    adopt(operations) {
      operations.forEach((operation) => rates.add(operation));
    },
    /** @param {SocketMessage} message */
    receive(message) {
      heardAt = performance.now();
      const at = momentOf(message);
      progress.receive(message.html_id, at);
      const moment = isCurrent() || at === null ? progress.now() : Math.min(at, progress.now());
      rates.add(operationOf(message), Math.floor(moment / 1_000));
      if (message.operationType === 'gap') {
        losses.filter(({ settled, to }) => to !== null && !settled).forEach((loss) => Object.assign(loss, { lost: true }));
      } else {
        server.receive(message.html_id);
      }
    },
    /** @param {SocketMessage} message the last one that is on the page now */
    shown(message) {
      progress.show(message.html_id, momentOf(message));
    },
    /** After the page was changed. */
    settle: note,
    /** @param {Connection} latest */
    connection(latest) {
      const was = connection.phase;
      connection = latest;
      if (latest.lostAt !== null) {
        lose(latest.lostAt);
      }
      if ((latest.phase === 'open') !== (was === 'open')) {
        openedAt = latest.phase === 'open' ? performance.now() : Infinity;
        progress.connected(latest.phase === 'open');
        server.release();
        write(byId('readers'), '–');
        if (latest.phase === 'open') {
          find();
          setTimeout(ask, COUNTED); // by then it counts this page
        }
      }
      state.connection(latest);
    },
    /**
     * @param {Status} latest
     * @param {number} asked when, by performance.now()
     */
    status(latest, asked) {
      silent = false;
      toldAt = performance.now();
      progress.status(latest, asked);
      status = latest;
      if (server.status(latest)) {
        outages = latest.outages.map(({ reason, from, to, after, lost }) => ({
          key: from, reason, after, lost, from: Date.parse(from), to: to === undefined ? null : Date.parse(to),
        }));
        // none is wrong while this page is one: it was asked too early, or is of another server
        const counts = asked >= openedAt + COUNTED && asked > probedAt && (latest.subscribers ?? 0) > 0;
        write(byId('readers'), counts ? number(latest.subscribers ?? 0) : '–');
        byId('total').title = `since ${new Date(latest.started).toLocaleString()}`;
      }
      state.status(latest);
    },
    /**
     * The server did not answer.
     * @param {number} asked when, by performance.now()
     */
    silence(asked) {
      status = null;
      write(byId('readers'), '–');
      if (connection.phase === 'open' && heardAt < asked) {
        silent = true;
        lose(Date.now() - (performance.now() - asked));
      }
    },
    /** Every second. */
    tick() {
      progress.tick();
      show();
      note();
      measure();
    },
  };
}

/**
 * When a change happened, by MongoDB's clock, ms; null if that is not told.
 * @param {SocketMessage} message
 */
function momentOf(message) {
  return timeOf(message).time?.getTime() ?? millisOf(message.html_id);
}

/**
 * The time that a position begins with, to the second; null if it begins with none.
 * @param {string|null} id
 */
function millisOf(id) {
  const digits = id === null ? null : /^82([0-9A-F]{8})/.exec(atob(id.split('.', 1)[0].replaceAll('-', '+').replaceAll('_', '/')));
  return digits && Number.parseInt(digits[1], 16) * 1_000;
}
