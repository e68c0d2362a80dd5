/**
 * The tide gauge: the changes of the last two minutes as a water line, one reading a second.
 * Where the page was not connected there is no line, as on a real gauge's paper. No numbers here:
 * the tally beside it has those.
 */

const SPAN = 120; // seconds, and the width of the drawing
const HEIGHT = 100;
const DATUM = 12; // the water at slack: a still line, not an empty paper
// One change is a gentle swell and not a spike; a steady rate keeps its height (they add up to 1).
const SWELL = [0.05, 0.12, 0.2, 0.26, 0.2, 0.12, 0.05];
const LEAST = 1.2; // changes a second that fill the gauge at least

/**
 * @param {SVGPathElement} line
 * @param {SVGPathElement} water
 */
export function createGauge(line, water) {
  /** @type {(number|null)[]} null: not connected */
  const readings = new Array(SPAN).fill(null);

  return {
    /**
     * @param {number|null} reading changes a second
     * @param {number} seconds that it held
     */
    push(reading, seconds) {
      readings.push(...new Array(Math.min(SPAN, seconds)).fill(reading));
      readings.splice(0, readings.length - SPAN);
    },
    draw() {
      const levels = smooth(readings);
      const top = Math.max(LEAST, ...levels.filter((level) => level !== null)) * 1.12;
      // By the square root: a flood must not flatten the quiet minutes around it.
      const height = (level) => HEIGHT - DATUM - Math.sqrt(level / top) * (HEIGHT - DATUM - 4);
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
    },
  };
}

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

/** Through the middle between each two readings, each reading bending it. */
function curve(points) {
  const [first, ...rest] = points;
  const bends = rest.slice(0, -1).map(([x, y], at) => {
    const [nextX, nextY] = rest[at + 1];
    return `Q${x} ${y.toFixed(1)} ${(x + nextX) / 2} ${((y + nextY) / 2).toFixed(1)}`;
  });
  const last = points.at(-1);
  return `${first[0]} ${first[1].toFixed(1)}${bends.join('')}L${last[0]} ${last[1].toFixed(1)}`;
}

/** The stretches of the record without a hole, the last point drawn out to the edge. */
function runs(points) {
  const found = [];
  let run = [];
  for (const point of [...points, null]) {
    if (point) {
      run.push(point);
    } else if (run.length > 0) {
      const [x, y] = run.at(-1);
      found.push([...run, [x + 1, y]]);
      run = [];
    }
  }
  return found;
}
