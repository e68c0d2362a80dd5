import { as, find } from '../shared/dom.js';
import { count } from '../shared/format.js';

/**
 * Whether the page goes along with the newest change. It does while the reader is at the bottom. A
 * reader that scrolls up, pauses, or touches a card is left in peace and told how many came since.
 * Touching is: a selection, the focus, or a pressed pointer in a region, or a click that unfolds
 * something there.
 *
 * @param {object} options
 * @param {HTMLElement} options.list grows at its end
 * @param {HTMLElement[]} options.regions what following would scroll away; a sticky one stays
 * @param {HTMLButtonElement} options.jump "12 new changes"
 * @param {HTMLButtonElement} options.pause
 * @param {() => number} options.waiting changes that came and that `count` has not been told of
 * @param {() => boolean} options.more whether the server may hold further ones
 * @param {() => void} options.onResume what was held back may be shown
 */
export function createAutoscroll({ list, regions, jump, pause, waiting, more, onResume }) {
  const NEAR = 64; // px from the end that count as having come back to it
  const STILL = 2; // px that are rounding, and not the reader going up
  const CALM = 1_000; // ms without a touch; a click may be the first of two, or begin a selection
  const page = as(HTMLElement, document.scrollingElement);
  let away = false;
  let paused = false;
  let pressed = false;
  let held = false;
  let calm = 0;
  let unread = 0;
  let lastTop = page.scrollTop;

  /** @param {Node|null} node */
  function inRegion(node) {
    const region = regions.find((each) => each.contains(node));
    return region !== undefined && getComputedStyle(region).position !== 'sticky';
  }

  function selected() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) {
      return false;
    }
    const range = selection.getRangeAt(0);
    return range.intersectsNode(list) || inRegion(range.startContainer) || inRegion(range.endContainer);
  }

  function touched() {
    return pressed || inRegion(document.activeElement) || selected();
  }

  function isFollowing() {
    return !paused && !away && !held && !touched();
  }

  /**
   * A browser keeps what is in view where it is when something above it changes. At the end that is
   * another place than the end, and looks as if the reader had gone there.
   */
  function anchor() {
    document.body.dataset.following = String(isFollowing());
  }

  /** Something was touched or let go: it goes on only when nothing has been touched for a while. */
  function feel() {
    if (held || touched()) {
      held = true;
      clearTimeout(calm);
      calm = touched() ? 0 : setTimeout(letGo, CALM);
      anchor();
    }
  }

  function letGo() {
    held = false;
    if (!paused && !away) {
      resume();
    }
  }

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
    anchor();
    const known = isFollowing() ? 0 : unread + waiting();
    const changes = count(known, 'new change');
    jump.hidden = known === 0;
    find(jump, '.label').textContent = more() ? `At least ${changes}` : changes;
    find(pause, '.label').textContent = paused ? 'Resume' : 'Pause';
    pause.dataset.paused = String(paused);
  }

  function resume() {
    if (inRegion(document.activeElement)) {
      pause.focus({ preventScroll: true }); // what has the focus may be about to go
    }
    if (selected()) {
      document.getSelection()?.removeAllRanges();
    }
    clearTimeout(calm);
    paused = false;
    away = false;
    held = false;
    unread = 0;
    onResume();
    toEnd();
    show();
  }

  window.addEventListener('scroll', () => {
    const moved = page.scrollTop - lastTop;
    lastTop = page.scrollTop;
    if (moved < 0 && toGo() > STILL) {
      away = true; // the reader went up: growth below does not scroll, and update() knows of what does
      anchor();
    } else if (moved > 0 && (away || held) && !paused && toGo() <= NEAR && !isBusy()) {
      resume();
    }
  }, { passive: true });

  /** Whether a touch outlasts going to the end. The focus that a mouse left behind does not. */
  function isBusy() {
    const focused = document.activeElement;
    return pressed || selected() || (inRegion(focused) && Boolean(focused?.matches(':focus-visible')));
  }

  // A card's height is an estimate until it comes into view: stay at the end when it turns out.
  new ResizeObserver(() => isFollowing() && toEnd()).observe(list);

  document.addEventListener('selectionchange', feel);
  document.addEventListener('focusin', feel);
  document.addEventListener('focusout', () => queueMicrotask(feel));
  document.addEventListener('pointerdown', ({ target }) => {
    pressed = inRegion(as(Node, target));
    feel();
  });
  for (const end of ['pointerup', 'pointercancel']) {
    document.addEventListener(end, () => {
      pressed = false;
      feel();
    });
  }
  // Captured: before anything grows. Some browsers give a button that is clicked no focus.
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && inRegion(target) && target.closest('.unfold, summary')) {
      away = true;
      anchor();
    }
  }, { capture: true });

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
      return isFollowing();
    },
    get paused() {
      return paused;
    },
    /** @returns {'paused'|'reading'|null} why it does not follow: the button, or what the reader does */
    get hold() {
      if (paused) {
        return 'paused';
      }
      return isFollowing() ? null : 'reading';
    },
    /** A change came. */
    count() {
      if (!isFollowing()) {
        unread += 1;
      }
    },
    /**
     * The page was changed. To be called in the same task: a page that gets shorter scrolls up by
     * itself, and the event of that comes later. If the page has grown again by then, the event looks
     * as if the reader had gone up.
     */
    update() {
      if (isFollowing()) {
        toEnd();
      }
      show();
    },
  };
}
