import { fold } from './card-folding.js';
import { adoptCard, createCard } from './cards.js';
import { changeOf } from './change-message.js';
import { as } from '../shared/dom.js';
import { number } from '../shared/format.js';

/**
 * The list of cards, oldest first: at most `limit`, and a line above it that counts those that left.
 *
 * @param {object} options
 * @param {HTMLElement} options.list
 * @param {HTMLElement} options.line says how many are gone
 * @param {number} options.limit
 * @param {string|null} options.start a position before the first change; null if it is not known
 * @param {(card: HTMLElement) => void} options.onShow
 * @param {(card: HTMLElement) => void} options.onDrop
 */
export function createCardList({ list, line, limit, start, onShow, onDrop }) {
  const NEWEST = 12; // cards that are always laid out, a window's height and more
  let gone = 0;
  let last = start;

  const cards = /** @type {HTMLCollectionOf<HTMLElement>} */ (list.getElementsByClassName('card'));

  /**
   * The oldest cards, and what stands between them.
   * @param {number} count
   */
  function forget(count) {
    for (let left = count; left > 0;) {
      const first = as(HTMLElement, list.firstElementChild);
      if (first.classList.contains('card')) {
        onDrop(first);
        near.unobserve(first);
        left -= 1;
      }
      first.remove();
    }
    gone += Math.max(0, count);
  }

  /** A class, and not :nth-last-child, which has the browser match all cards again each time. */
  function age() {
    /** @type {Element|null} */
    let card = list.children[list.childElementCount - 1 - NEWEST] ?? null;
    while (card && !card.classList.contains('past')) {
      card.classList.add('past');
      card = card.previousElementSibling;
    }
  }

  /**
   * To measure a card lays it out, which for hundreds at once takes seconds: so the newest are folded
   * at once, and the others when they come near the window, as far as browsers lay out ahead.
   */
  const near = new IntersectionObserver((entries) => {
    fold(entries.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => as(HTMLElement, target)));
  }, { rootMargin: '150% 0px' });

  /** @param {HTMLElement[]} added */
  function welcome(added) {
    fold(added.slice(-NEWEST));
    added.forEach((card) => {
      near.observe(card);
      onShow(card);
    });
  }

  // A narrower window makes more rows of a line. A list that grows at its end is no news.
  let width = 0;
  new ResizeObserver(([{ contentRect }]) => {
    if (width !== 0 && width !== contentRect.width) {
      for (const card of cards) {
        near.unobserve(card);
        near.observe(card); // tells anew of those that are near
      }
    }
    width = contentRect.width;
  }).observe(list);

  return {
    get size() {
      return cards.length;
    },
    /** Of the cards, in their order. */
    get operations() {
      return [...cards].map((card) => String(card.dataset.operation));
    },
    /** @returns {string[]} the ids of the cards that the server rendered */
    adopt() {
      const ids = [...cards].map(adoptCard);
      welcome([...cards]);
      last = ids.at(-1) ?? last;
      return ids;
    },
    /**
     * @param {import('./change-message.js').SocketMessage[]} messages at most `limit`
     */
    append(messages) {
      forget(cards.length + messages.length - limit);
      const added = messages.map((message) => {
        const card = createCard(changeOf(message, last));
        last = message.html_id;
        return card;
      });
      list.append(...added);
      age();
      welcome(added);
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
