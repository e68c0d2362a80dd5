import { count } from './format.js';

/**
 * Tells a screen reader what happened, in one short sentence at a time: at most one in five
 * seconds, whatever the feed does.
 */

const FIRST_WAIT = 700; // lets changes that belong together be told together
const BETWEEN = 5_000;

/**
 * @param {HTMLElement} region a polite live region
 */
export function createLiveRegion(region) {
  /** @type {Map<string, number>} */
  let operations = new Map();
  /** @type {string|null} */
  let news = null;
  let timer = 0;
  let lastAt = -BETWEEN;

  function plan() {
    timer ||= setTimeout(speak, Math.max(FIRST_WAIT, lastAt + BETWEEN - performance.now()));
  }

  function speak() {
    timer = 0;
    lastAt = performance.now();
    region.textContent = [news, sentence(operations)].filter(Boolean).join(' ');
    news = null;
    operations = new Map();
  }

  return {
    /** @param {string} operation */
    change(operation) {
      operations.set(operation, (operations.get(operation) ?? 0) + 1);
      plan();
    },
    /** @param {string} text a sentence; the latest one counts */
    say(text) {
      news = text;
      plan();
    },
  };
}

/**
 * @param {Map<string, number>} operations
 * @returns {string} "3 changes: 2 inserts, 1 delete."
 */
export function sentence(operations) {
  const gaps = operations.get('gap') ?? 0;
  const kinds = [...operations].filter(([operation]) => operation !== 'gap');
  const total = kinds.reduce((sum, [, number]) => sum + number, 0);
  const parts = kinds.map(([operation, number]) => count(number, operation));
  const told = total > 0 ? `${count(total, 'change')}: ${parts.join(', ')}.` : '';
  return gaps > 0 ? `${told} Some changes were missed: ${count(gaps, 'gap')}.`.trim() : told;
}
