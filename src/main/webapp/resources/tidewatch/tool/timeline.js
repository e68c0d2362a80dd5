import { clock } from '../shared/format.js';
import { element } from './element.js';
import { barsOf, OPERATIONS, pathsOf, reasonOf, sentenceOf } from './timeline-shape.js';

/**
 * The last 15 minutes by operation, from the server, hatched where nothing is known. A click, or the
 * arrow keys and Enter, begin the list there.
 *
 * @typedef {import('./timeline-shape.js').Counts} Counts
 */

const WIDTH = 5; // s a bar
const LABEL_EVERY = 120_000; // ms
const NARROW = 640; // px of a window that has room for half of them
const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {object} options
 * @param {HTMLElement} options.place
 * @param {(from: string) => void} options.onFrom
 */
export function createTimeline({ place, onFrom }) {
  /** @type {Counts|null} */
  let counts = null;
  /** @type {import('./timeline-shape.js').Bar[]} */
  let bars = [];
  let cursor = 0;

  const svg = svgElement('svg', { preserveAspectRatio: 'none', 'aria-hidden': 'true', focusable: 'false' });
  const paths = OPERATIONS.map((operation) => svgElement('path', { class: operation }));
  svg.append(...paths);
  const hatches = element('div', 'unknown');
  const mark = element('div', 'cursor');
  mark.hidden = true;
  const labels = element('div', 'labels');
  labels.setAttribute('aria-hidden', 'true');
  const tip = element('p', 'tip');
  tip.hidden = true;
  const slider = element('div', 'bars', svg, hatches, mark);
  slider.tabIndex = 0;
  slider.setAttribute('role', 'slider');
  slider.setAttribute('aria-label', 'The last 15 minutes. Enter begins the list at the moment that is chosen.');
  slider.setAttribute('aria-valuemin', '0');
  place.append(slider, labels, tip);
  place.hidden = false;

  /** @param {number} at a bar */
  function point(at) {
    cursor = Math.min(Math.max(0, at), bars.length - 1);
    if (counts && bars[cursor]) {
      const text = sentenceOf(counts, bars[cursor], WIDTH, (moment) => clock(new Date(moment), true));
      slider.setAttribute('aria-valuenow', String(cursor));
      slider.setAttribute('aria-valuetext', text);
      tip.textContent = text;
      mark.style.insetInlineStart = `${(cursor / bars.length) * 100}%`;
      mark.style.inlineSize = `${100 / bars.length}%`;
    }
  }

  /** @param {boolean} isShown */
  function reveal(isShown) {
    mark.hidden = !isShown;
    tip.hidden = !isShown;
  }

  function choose() {
    if (bars[cursor]) {
      onFrom(new Date(bars[cursor].from).toISOString());
    }
  }

  /** @param {PointerEvent|MouseEvent} event */
  function barAt({ clientX }) {
    const { left, width } = slider.getBoundingClientRect();
    return Math.floor(((clientX - left) / width) * bars.length);
  }

  slider.addEventListener('pointermove', (event) => {
    point(barAt(event));
    reveal(true);
  });
  slider.addEventListener('pointerleave', () => reveal(document.activeElement === slider));
  slider.addEventListener('focus', () => slider.matches(':focus-visible') && reveal(true));
  slider.addEventListener('blur', () => reveal(false));
  slider.addEventListener('click', (event) => {
    point(barAt(event));
    choose();
  });
  slider.addEventListener('keydown', (event) => {
    const steps = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12, Home: -bars.length, End: bars.length });
    if (event.key in steps) {
      point(cursor + steps[event.key]);
      reveal(true);
    } else if (event.key === 'Enter') {
      choose();
    } else {
      return;
    }
    event.preventDefault();
  });

  function hatch() {
    if (!counts) {
      return;
    }
    const begin = Date.parse(counts.begin);
    const span = counts.seconds * 1_000;
    hatches.replaceChildren(...counts.unknown.map(({ from, to, reason }) => {
      const [first, end] = [Date.parse(from), Date.parse(to)].map((at) => Math.min(1, Math.max(0, (at - begin) / span)));
      const band = element('div', 'band');
      band.title = `From ${clock(new Date(from), true)} to ${clock(new Date(to), true)} ${reasonOf(reason)}.`;
      band.style.insetInlineStart = `${first * 100}%`;
      band.style.inlineSize = `${(end - first) * 100}%`;
      return band;
    }));
  }

  function label() {
    if (!counts) {
      return;
    }
    const begin = Date.parse(counts.begin);
    const span = counts.seconds * 1_000;
    const marks = [];
    const every = place.clientWidth < NARROW ? 2 * LABEL_EVERY : LABEL_EVERY;
    for (let at = Math.ceil((begin + every / 4) / every) * every; at < begin + span - every * 0.7; at += every) {
      const text = element('span', '', clock(new Date(at), true).replace(/:\d\d$/, ''));
      text.style.insetInlineStart = `${((at - begin) / span) * 100}%`;
      marks.push(text);
    }
    labels.replaceChildren(...marks, element('span', 'now', 'now'));
  }

  return {
    /** @param {Counts} latest */
    show(latest) {
      const wasAtEnd = cursor >= bars.length - 1;
      counts = latest;
      bars = barsOf(latest, WIDTH);
      svg.setAttribute('viewBox', `0 0 ${bars.length} 100`);
      const shapes = pathsOf(bars);
      OPERATIONS.forEach((operation, at) => paths[at].setAttribute('d', shapes[operation]));
      slider.setAttribute('aria-valuemax', String(bars.length - 1));
      hatch();
      label();
      point(wasAtEnd ? bars.length - 1 : cursor);
    },
  };
}

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 */
function svgElement(name, attributes) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([attribute, value]) => made.setAttribute(attribute, value));
  return made;
}
