import { write } from '../shared/dom.js';
import { number, rate } from '../shared/format.js';

const WINDOW = 5; // seconds that a rate is taken over
const KEPT = 180; // seconds before the last one asked for

/**
 * Counts what came to this page: by operation, and by the second in which it happened.
 *
 * @param {object} options
 * @param {HTMLElement} options.operations a list that gets one row an operation
 * @param {HTMLElement} options.now the rate
 * @param {HTMLElement} options.when of which time the rate is
 * @param {HTMLElement} options.peak
 */
export function createRateCounter({ operations, now, when, peak }) {
  /** @type {Map<string, {count: number, cell: HTMLElement|null}>} */
  const counts = new Map();
  /** @type {Map<number, number>} */
  const seconds = new Map();
  let highest = 0;
  let changed = false;

  function show() {
    for (const [operation, entry] of counts) {
      entry.cell ??= row(operation);
      write(entry.cell, number(entry.count));
    }
  }

  /** @param {string} operation */
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
     * @param {number|null} [at] the second in which it happened; null counts for no rate
     */
    add(operation, at = null) {
      const entry = counts.get(operation) ?? { count: 0, cell: null };
      entry.count += 1;
      counts.set(operation, entry);
      changed = true;
      if (at !== null) {
        const sum = (seconds.get(at) ?? 0) + 1;
        seconds.set(at, sum);
        highest = Math.max(highest, sum);
      }
    },
    /**
     * @param {number} second
     * @returns {number} changes in it
     */
    in(second) {
      return seconds.get(second) ?? 0;
    },
    /**
     * @param {number} edge the second up to which everything has come
     * @param {'now'|'then'|null} word null if no rate is known
     */
    tick(edge, word) {
      for (const second of seconds.keys()) {
        if (second < edge - KEPT) {
          seconds.delete(second);
        }
      }
      // whole seconds: the one at the edge is not over
      let sum = 0;
      for (let second = edge - WINDOW; second < edge; second += 1) {
        sum += seconds.get(second) ?? 0;
      }
      write(now, word === null ? '–' : `${rate(sum / WINDOW)}/s`);
      write(when, word ?? 'now');
      write(peak, `${rate(highest)}/s`);
    },
    show() {
      if (changed) {
        changed = false;
        show();
      }
    },
  };
}
