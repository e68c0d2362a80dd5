import { count } from './format.js';

/**
 * Whether the page goes along with the newest change. It does while the reader is at the bottom;
 * who scrolls up, or pauses, is left in peace and told how many came since.
 *
 * @param {object} options
 * @param {HTMLElement} options.list grows at its end
 * @param {HTMLButtonElement} options.jump "12 new changes"
 * @param {HTMLButtonElement} options.pause
 * @param {() => void} options.onResume what was held back may be shown
 */
export function createFollow({ list, jump, pause, onResume }) {
  const NEAR = 64; // px from the end that count as having come back to it
  const STILL = 2; // px that are rounding, and not the reader going up
  const page = document.scrollingElement;
  let following = true;
  let paused = false;
  let unread = 0;
  let lastTop = page.scrollTop;

  function toGo() {
    return page.scrollHeight - page.clientHeight - page.scrollTop;
  }

  function toEnd() {
    if (list.childElementCount === 0) {
      return; // nothing to follow yet: what stands there is read from its top
    }
    page.scrollTop = page.scrollHeight;
    lastTop = page.scrollTop;
  }

  function show() {
    jump.hidden = unread === 0;
    jump.querySelector('.label').textContent = count(unread, 'new change');
    pause.querySelector('.label').textContent = paused ? 'Resume' : 'Pause';
    pause.dataset.paused = String(paused);
  }

  function resume() {
    paused = false;
    following = true;
    unread = 0;
    onResume();
    toEnd();
    show();
  }

  window.addEventListener('scroll', () => {
    const moved = page.scrollTop - lastTop;
    lastTop = page.scrollTop;
    if (moved < 0 && toGo() > STILL) {
      following = false; // only the reader scrolls up; growth below does not
    } else if (moved > 0 && !following && !paused && toGo() <= NEAR) {
      resume();
    }
  }, { passive: true });

  // A card's height is an estimate until it comes into view: stay at the end when it turns out.
  new ResizeObserver(() => following && !paused && toEnd()).observe(list);

  jump.addEventListener('click', () => {
    pause.focus({ preventScroll: true }); // the button that has the focus is about to go
    resume();
  });
  pause.addEventListener('click', () => {
    if (paused) {
      resume();
    } else {
      paused = true;
      show();
    }
  });

  return {
    get following() {
      return following && !paused;
    },
    get paused() {
      return paused;
    },
    /** A change came. */
    count() {
      if (paused || !following) {
        unread += 1;
      }
    },
    /** The page was changed. */
    update() {
      if (following && !paused) {
        toEnd();
      }
      show();
    },
  };
}
