import { as, write } from '../shared/dom.js';

/**
 * The tide gauge: the changes of the last two minutes as a water line, one reading a second. Where
 * nothing is known the paper is hatched, and says why; before the record begins it is blank. No
 * numbers here: the rate counter beside it has those.
 */

export const SPAN = 120; // seconds, and the width of the drawing
const HEIGHT = 100;
const DATUM = 12; // the water at slack: a still line, not an empty paper
// One change is a gentle swell and not a spike; a steady rate keeps its height (they add up to 1).
const SWELL = [0.05, 0.12, 0.2, 0.26, 0.2, 0.12, 0.05];
const LEAST = 1.2; // changes a second that fill the gauge at least
const SVG = 'http://www.w3.org/2000/svg';

/**
 * @typedef {[x: number, y: number]} Point
 *
 * @typedef {object} Band a time of which nothing is known
 * @property {number} from in seconds from the left edge
 * @property {number} to
 * @property {string} why a sentence
 *
 * @param {object} options
 * @param {SVGPathElement} options.line
 * @param {SVGPathElement} options.water
 * @param {SVGSVGElement} options.hatches one rectangle a band
 */
export function createGauge({ line, water, hatches }) {
  return {
    /**
     * @param {(number|null)[]} readings changes a second, SPAN of them; null where there is none
     * @param {Band[]} bands
     */
    draw(readings, bands) {
      const levels = smooth(readings);
      const top = Math.max(LEAST, ...levels.map((level) => level ?? 0)) * 1.12;
      // By the square root: a flood must not flatten the quiet minutes around it.
      const height = (/** @type {number} */ level) => HEIGHT - DATUM - Math.sqrt(level / top) * (HEIGHT - DATUM - 4);
      /** @type {(Point|null)[]} */
      const points = levels.map((level, x) => (level === null ? null : [x, height(level)]));
      const lines = [];
      const waters = [];
      for (const run of runs(points)) {
        const path = curve(run);
        lines.push(`M${path}`);
        waters.push(`M${run[0][0]} ${HEIGHT}L${path}V${HEIGHT}Z`);
      }
      line.setAttribute('d', lines.join(''));
      water.setAttribute('d', waters.join(''));
      hatch(hatches, bands.filter(({ from, to }) => to > 0 && from < SPAN && to > from));
    },
  };
}

/**
 * Rectangles are kept, so that a tooltip does not go while it is read.
 * @param {SVGSVGElement} svg
 * @param {Band[]} bands
 */
function hatch(svg, bands) {
  while (svg.querySelectorAll('rect').length > bands.length) {
    svg.querySelector('rect')?.remove();
  }
  while (svg.querySelectorAll('rect').length < bands.length) {
    const made = document.createElementNS(SVG, 'rect');
    made.setAttribute('height', '100%');
    made.setAttribute('fill', 'url(#hatch)');
    made.append(document.createElementNS(SVG, 'title'));
    svg.append(made);
  }
  svg.querySelectorAll('rect').forEach((rect, at) => {
    const from = Math.max(0, bands[at].from);
    const percent = (/** @type {number} */ seconds) => `${((seconds / SPAN) * 100).toFixed(2)}%`;
    rect.setAttribute('x', percent(from));
    rect.setAttribute('width', percent(Math.min(SPAN, bands[at].to) - from));
    write(as(SVGTitleElement, rect.querySelector('title')), bands[at].why);
  });
  const label = `Hatched: ${bands.map(({ why }) => why).join(' ')}`;
  svg.toggleAttribute('hidden', bands.length === 0);
  if (bands.length > 0 && svg.getAttribute('aria-label') !== label) {
    svg.setAttribute('aria-label', label);
  }
}

/**
 * @param {(number|null)[]} readings
 * @returns {(number|null)[]}
 */
function smooth(readings) {
  const half = (SWELL.length - 1) / 2;
  return readings.map((reading, at) => {
    if (reading === null) {
      return null;
    }
    let level = 0;
    let weight = 0;
    SWELL.forEach((part, offset) => {
      const near = readings[at + offset - half];
      if (near !== null && near !== undefined) {
        level += near * part;
        weight += part;
      }
    });
    return level / weight;
  });
}

/**
 * Through the middle between each two readings, each reading bending it.
 * @param {Point[]} points at least one
 */
function curve(points) {
  const [first, ...rest] = points;
  const bends = rest.slice(0, -1).map(([x, y], at) => {
    const [nextX, nextY] = rest[at + 1];
    return `Q${x} ${y.toFixed(1)} ${(x + nextX) / 2} ${((y + nextY) / 2).toFixed(1)}`;
  });
  const last = points[points.length - 1];
  return `${first[0]} ${first[1].toFixed(1)}${bends.join('')}L${last[0]} ${last[1].toFixed(1)}`;
}

/**
 * The stretches of the record without a hole, the last point drawn out to the edge.
 * @param {(Point|null)[]} points
 * @returns {Point[][]} none of them empty
 */
function runs(points) {
  /** @type {Point[][]} */
  const found = [];
  /** @type {Point[]} */
  let run = [];
  for (const point of [...points, null]) {
    if (point) {
      run.push(point);
    } else if (run.length > 0) {
      const [x, y] = run[run.length - 1];
      found.push([...run, [x + 1, y]]);
      run = [];
    }
  }
  return found;
}
