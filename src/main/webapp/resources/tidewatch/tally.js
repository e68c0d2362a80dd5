import { number, rate } from './format.js';

/**
 * Counts what came to this page: by operation, and by the second.
 *
 * @param {object} options
 * @param {HTMLElement} options.operations a list that gets one row an operation
 * @param {HTMLElement} options.now the rate
 * @param {HTMLElement} options.peak
 */
export function createTally({ operations, now, peak }) {
  const WINDOW = 5; // seconds that the present rate is taken over
  /** @type {Map<string, {count: number, cell: HTMLElement|null}>} */
  const counts = new Map();
  const seconds = new Array(WINDOW).fill(0);
  let current = 0;
  let highest = 0;
  let changed = false;

  function show() {
    for (const [operation, entry] of counts) {
      entry.cell ??= row(operation);
      const text = number(entry.count);
      if (entry.cell.textContent !== text) {
        entry.cell.textContent = text;
      }
    }
  }

  function row(operation) {
    const item = document.createElement('li');
    item.dataset.operation = operation;
    const name = document.createElement('span');
    name.className = 'op';
    name.textContent = operation;
    const cell = document.createElement('span');
    cell.className = 'count';
    item.append(name, cell);
    operations.append(item);
    return cell;
  }

  return {
    /**
     * @param {string} operation
     * @param {boolean} live false for one that was on the page when it was loaded
     */
    add(operation, live = true) {
      const entry = counts.get(operation) ?? { count: 0, cell: null };
      entry.count += 1;
      counts.set(operation, entry);
      current += live ? 1 : 0;
      changed = true;
    },
    /**
     * @param {number} elapsed seconds since the last tick
     * @returns {number} changes a second since then
     */
    tick(elapsed) {
      const second = current / elapsed;
      current = 0;
      seconds.push(...new Array(Math.min(WINDOW, elapsed)).fill(second));
      seconds.splice(0, seconds.length - WINDOW);
      highest = Math.max(highest, second);
      now.textContent = `${rate(seconds.reduce((sum, value) => sum + value, 0) / WINDOW)}/s`;
      peak.textContent = `${rate(highest)}/s`;
      return second;
    },
    show() {
      if (changed) {
        changed = false;
        show();
      }
    },
  };
}
