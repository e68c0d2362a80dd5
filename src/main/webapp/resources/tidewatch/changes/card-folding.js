import { as, find } from '../shared/dom.js';
import { count, number } from '../shared/format.js';

/**
 * Folds tall cards, so that one document cannot bury the others. How tall one is depends on the
 * window: a long line takes many rows.
 */

const TALL = 32; // rows; a card with more is folded
const FOLDED = 24; // rows of a folded one, as in cards.css

/**
 * Folds those of the cards that are tall, and no other, but for what the reader has unfolded or is about to.
 * @param {HTMLElement[]} cards in the document
 */
export function fold(cards) {
  const closed = cards.filter((card) => !card.matches('.unfolded, :has(> .unfold:focus)'));
  if (closed.length === 0) {
    return;
  }
  const tall = TALL * parseFloat(getComputedStyle(find(closed[0], 'pre')).lineHeight);
  // all are measured before any is changed: that is one layout
  const found = closed.map((card) => find(card, 'pre').scrollHeight > tall);
  closed.forEach((card, at) => {
    if (found[at] !== card.classList.contains('folded')) {
      found[at] ? close(card) : open(card);
    }
  });
}

/** @param {HTMLElement} card */
function close(card) {
  const text = String(find(card, 'pre').textContent);
  const lines = text.split('\n').length;
  const size = lines > FOLDED ? count(lines, 'line') : `${number(text.length)} characters`;
  const more = /\n… cut: .*$/.test(text) ? `Show ${size}` : `Show all ${size}`; // the server has cut it
  card.classList.add('folded');
  card.dataset.size = size; // for print
  const button = document.createElement('button');
  button.className = 'unfold';
  button.type = 'button';
  button.textContent = more;
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => toggle(card, button, more));
  card.append(button);
}

/** @param {HTMLElement} card */
function open(card) {
  card.classList.remove('folded');
  find(card, '.unfold').remove();
}

/**
 * What is looked at stays where it is: the text's beginning when it grows, the button when it shrinks.
 * @param {HTMLElement} card
 * @param {HTMLButtonElement} button
 * @param {string} more
 */
function toggle(card, button, more) {
  const unfolds = card.classList.contains('folded');
  const fixed = unfolds ? find(card, 'pre') : button;
  const before = fixed.getBoundingClientRect().top;
  card.classList.toggle('folded', !unfolds);
  card.classList.toggle('unfolded', unfolds);
  button.textContent = unfolds ? 'Show less' : more;
  button.setAttribute('aria-expanded', String(unfolds));
  as(HTMLElement, document.scrollingElement).scrollTop += fixed.getBoundingClientRect().top - before;
}
