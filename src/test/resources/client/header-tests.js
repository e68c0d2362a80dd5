import { createGauge, SPAN } from './resources/tidewatch/changes/gauge.js';
import { createOutageRows } from './resources/tidewatch/changes/outage-rows.js';
import { sentence } from './resources/tidewatch/shared/gap-words.js';
import { createRateCounter } from './resources/tidewatch/changes/rate-counter.js';
import { createServerCounter } from './resources/tidewatch/changes/server-counter.js';
import { judge } from './resources/tidewatch/shared/connection-badge.js';
import { id } from './fakes.js';
import { MINUTE, NOON, range, same } from './helpers.js';

/** What the page's header, rail and rows say of the feed. */

const open = { phase: 'open', lostAt: null, code: null };
const element = (name) => document.createElementNS('http://www.w3.org/2000/svg', name);

export const tests = {
  'the count since the start is the server\'s, and what came since it said so'() {
    const count = createServerCounter();
    same(count.total, null);
    count.receive(id(1));
    count.status({ started: 'A', changes: 100, position: id(50) });
    same(count.total, 100);
    range(40, 60).forEach((n) => count.receive(id(n)));
    same(count.total, 110);
    count.status({ started: 'A', changes: 105, position: id(55) });
    same(count.total, 110);
    range(61, 10_000).forEach((n) => count.receive(id(n)));
    same(count.total, 10_050);
    count.status({ started: 'A', changes: 10_050, position: id(10_000) });
    same(count.total, 10_050);
  },

  'of two servers behind one address one is counted, until the page connects again'() {
    const count = createServerCounter();
    const a = { started: 'A', changes: 100, position: id(50) };
    const b = { started: 'B', changes: 7, position: id(50) };
    same([count.status(a), count.status(b), count.status(a), count.total], [true, false, true, 100]);
    count.release();
    same([count.status(b), count.status(a), count.total, count.started], [true, false, 7, 'B']);
  },

  'a server that answers no more is not counted for ever'() {
    const count = createServerCounter();
    count.status({ started: 'A', changes: 100, position: id(50) });
    const answers = range(1, 13).map(() => count.status({ started: 'B', changes: 7, position: id(60) }));
    same([answers.filter(Boolean).length, count.total], [1, 7]);
  },

  'the header says live only of a page that shows what is newest'() {
    const said = (place, status = { state: 'live' }) => {
      const { state, label } = judge(open, status, { age: 5_000, held: false, silent: false, ...place }, place.hold);
      return [state, label];
    };
    same(said({ place: 'current' }), ['live', 'Live']);
    same(said({ place: 'behind' }), ['catching-up', 'Catching up']);
    same(said({ place: 'behind', held: true, hold: 'paused' }), ['held', 'Paused']);
    same(said({ place: 'behind', held: true, hold: 'reading' }), ['held', 'Held']);
    same(said({ place: 'behind', held: false, hold: 'reading' }), ['catching-up', 'Catching up']);
    same(said({ place: 'current', hold: 'reading' }), ['live', 'Live']);
    same(said({ place: 'unknown' }), ['connecting', 'Connecting']);
    same(said({ place: 'current', silent: true }), ['reconnecting', 'Reconnecting']);
    same(said({ place: 'behind' }, { state: 'reconnecting', cause: 'x' }), ['reconnecting', 'Reconnecting']);
    same(judge(open, { state: 'live' }).label, 'Live');
  },

  'the rate is of the seconds in which changes happened, however fast they come'() {
    const [now, when, peak] = range(1, 3).map(() => document.createElement('b'));
    const rates = createRateCounter({ operations: document.createElement('ul'), now, when, peak });
    range(0, 1_999).forEach((n) => rates.add('insert', 1_000 + Math.floor(n / 200)));
    rates.tick(1_009, 'then');
    same([now.textContent, when.textContent, peak.textContent], ['200/s', 'then', '200/s']);
    rates.tick(1_060, 'now');
    same([now.textContent, when.textContent], ['0/s', 'now']);
    rates.tick(1_060, null);
    same(now.textContent, '–');
  },

  'what is not known is hatched, with the reason, and has no line'() {
    const [line, water, hatches] = [element('path'), element('path'), element('svg')];
    const gauge = createGauge({ line, water, hatches });
    const readings = new Array(SPAN).fill(1).fill(null, 30, 60);
    gauge.draw(readings, [{ from: 30, to: 60, why: 'MongoDB was away.' }, { from: -9, to: 0, why: 'Long ago.' }]);
    same([...hatches.querySelectorAll('rect')].map((rect) => [
      rect.getAttribute('x'), rect.getAttribute('width'), rect.querySelector('title').textContent,
    ]), [['25.00%', '25.00%', 'MongoDB was away.']]);
    same([hatches.getAttribute('aria-label'), hatches.hasAttribute('hidden')], ['Hatched: MongoDB was away.', false]);
    same(line.getAttribute('d').match(/M/g).length, 2);
    gauge.draw(readings, []);
    same([hatches.querySelectorAll('rect').length, hatches.hasAttribute('hidden')], [0, true]);
  },

  'an outage is a row after the last change before it, and says whether anything was lost'() {
    const list = document.createElement('div');
    const card = (n) => {
      list.insertAdjacentHTML('beforeend', `<div class="card"><div id="change-${id(n)}"></div></div>`);
    };
    const texts = () => [...list.children].map((child) => child.textContent.replace(/\d\d:\d\d:\d\d/g, 'T').replace(/\w+ \d+ T|\d+ \w+ T/g, 'T'));
    const notes = createOutageRows({ list, origin: id(1) });
    card(2);
    card(9);
    const note = { reason: 'unreachable', from: NOON, to: NOON + MINUTE, after: id(5), lost: false };
    notes.tell('a', note);
    notes.tell('b', { ...note, reason: 'disconnected', from: NOON + 5_000, after: id(20), lost: null });
    notes.tell('old', { ...note, after: id(0) });
    notes.settle(id(9), false);
    same(texts(), ['', 'MongoDB could not be reached from T to T. Nothing was lost.', '']);
    notes.settle(id(9), true);
    notes.tell('b', { ...note, reason: 'disconnected', from: NOON + 5_000, after: id(20), lost: true });
    same(texts().at(-1), 'This page was disconnected from T to T. Changes were missed: see the gap.');
    notes.dropped(id(9));
    notes.settle(id(9), true);
    same(list.querySelectorAll('.outage').length, 1);
    same(sentence({ ...note, to: null }).startsWith('MongoDB cannot be reached since '), true);
  },

  'the state of a page that is held is told apart from a watch that is paused'() {
    const open = { phase: 'open', lostAt: null };
    const waiting = { phase: 'waiting', lostAt: null };
    const live = { state: 'live' };
    const word = (connection, status, hold) => {
      const { state, label } = judge(connection, status, null, hold);
      return [state, label];
    };
    same(word(open, live, null), ['live', 'Live']);
    same(word(open, live, 'reading'), ['live', 'Live']);
    same(word(open, live, 'paused'), ['held', 'Paused']);
    same(word(waiting, live, 'paused'), ['held', 'Paused']);
    same(word(waiting, live, 'reading'), ['held', 'Held']);
    same(word(waiting, live, null)[1], 'Catching up');
    same(word(open, { state: 'paused' }, 'paused'), ['paused', 'Watch paused']);
    same(word({ phase: 'waiting', lostAt: 1, code: null }, live, 'paused')[0], 'reconnecting');
  },
};
