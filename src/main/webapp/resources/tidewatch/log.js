import { adoptCard, createCard } from './cards.js';
import { changeOf } from './change.js';
import { number } from './format.js';

/**
 * The list of cards, oldest first: at most `limit`, and a line above it that counts those that left.
 *
 * @param {object} options
 * @param {HTMLElement} options.list
 * @param {HTMLElement} options.line says how many are gone
 * @param {number} options.limit
 * @param {(card: HTMLElement) => void} options.onShow
 * @param {(card: HTMLElement) => void} options.onDrop
 */
export function createLog({ list, line, limit, onShow, onDrop }) {
  const NEWEST = 12; // cards that are always laid out, a window's height and more
  let gone = 0;

  const cards = list.getElementsByClassName('card');

  /** The oldest cards, and what stands between them. */
  function forget(count) {
    for (let left = count; left > 0;) {
      const first = list.firstElementChild;
      if (first.classList.contains('card')) {
        onDrop(first);
        left -= 1;
      }
      first.remove();
    }
    gone += Math.max(0, count);
  }

  /** A class, and not :nth-last-child, which has the browser match all cards again each time. */
  function age() {
    let card = list.children[list.childElementCount - 1 - NEWEST];
    while (card && !card.classList.contains('past')) {
      card.classList.add('past');
      card = card.previousElementSibling;
    }
  }

  return {
    get size() {
      return cards.length;
    },
    /** @returns {string[]} the ids of the cards that the server rendered */
    adopt() {
      return [...cards].map((card) => {
        const id = adoptCard(card);
        onShow(card);
        return id;
      });
    },
    /**
     * @param {object[]} messages at most `limit`
     */
    append(messages) {
      forget(cards.length + messages.length - limit);
      const added = messages.map((message) => createCard(changeOf(message)));
      list.append(...added);
      added.forEach(onShow);
      age();
      // Where many come at once, a welcome for each would be a flicker.
      if (added.length <= 3) {
        added.forEach((card) => card.classList.add('fresh'));
      }
      line.hidden = gone === 0;
      line.textContent = gone === 1
        ? '1 older change is no longer on this page'
        : `${number(gone)} older changes are no longer on this page`;
    },
  };
}
