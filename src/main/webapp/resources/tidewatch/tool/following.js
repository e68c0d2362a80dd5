import { as, find } from '../shared/dom.js';
import { count } from '../shared/format.js';

/**
 * Whether the list goes along with the newest change. It does while its end is in view and nothing in
 * it is being read: a selection, the focus in a row, an open change and a pause each stop it.
 *
 * @param {object} options
 * @param {HTMLElement} options.scroller
 * @param {HTMLElement} options.rows
 * @param {() => number} options.toGo px to the end
 * @param {() => void} options.toEnd
 * @param {HTMLButtonElement} options.jump "18 new"
 * @param {HTMLButtonElement} options.pause
 * @param {() => void} options.onChange
 */
export function createFollowing({ scroller, rows, toGo, toEnd, jump, pause, onChange }) {
  const STILL = 4; // px that are rounding
  let away = false;
  let paused = false;
  let opened = false;
  let unread = 0;
  let lastTop = 0;

  function selected() {
    const selection = document.getSelection();
    return Boolean(selection && !selection.isCollapsed && selection.rangeCount > 0 && selection.getRangeAt(0).intersectsNode(rows));
  }

  function isFollowing() {
    return !paused && !away && !opened && !selected() && !rows.contains(document.activeElement);
  }

  /** @param {{waiting: number, more: boolean}} held what has come and is not in the list */
  function show({ waiting, more }) {
    const known = isFollowing() ? 0 : unread + waiting;
    jump.hidden = known === 0 && !(paused || away);
    const text = known === 0 ? 'To the newest' : `${more ? 'At least ' : ''}${count(known, 'new change')}`;
    find(jump, '.label').textContent = text;
    find(pause, '.label').textContent = paused ? 'Resume' : 'Pause';
    pause.setAttribute('aria-pressed', String(paused));
  }

  function resume() {
    away = false;
    opened = false;
    paused = false;
    unread = 0;
    document.getSelection()?.removeAllRanges();
    if (rows.contains(document.activeElement)) {
      as(HTMLElement, document.activeElement).blur();
    }
    onChange();
    toEnd();
    lastTop = scroller.scrollTop;
  }

  scroller.addEventListener('scroll', () => {
    const moved = scroller.scrollTop - lastTop;
    lastTop = scroller.scrollTop;
    if (moved < 0 && toGo() > STILL && !away) {
      away = true;
      onChange();
    } else if (moved > 0 && away && toGo() <= STILL) {
      away = false;
      unread = isFollowing() ? 0 : unread;
      onChange();
    }
  }, { passive: true });
  document.addEventListener('selectionchange', onChange);
  rows.addEventListener('focusin', onChange);
  rows.addEventListener('focusout', () => queueMicrotask(onChange));
  jump.addEventListener('click', resume);
  pause.addEventListener('click', () => api.togglePause());

  const api = {
    get is() {
      return isFollowing();
    },
    get paused() {
      return paused;
    },
    /** @returns {'paused'|'reading'|null} */
    get hold() {
      return paused ? 'paused' : isFollowing() ? null : 'reading';
    },
    show,
    resume,
    togglePause() {
      if (paused) {
        resume();
      } else {
        paused = true;
        onChange();
      }
    },
    /** @param {boolean} value whether a change is open, or was gone to by hand */
    reading(value) {
      opened = value;
      onChange();
    },
    /** The list begins elsewhere. @param {boolean} isAway whether it is read from its beginning */
    restart(isAway) {
      away = isAway;
      opened = false;
      unread = 0;
      lastTop = 0;
    },
    /** Rows were added. @param {number} added */
    grown(added) {
      if (isFollowing()) {
        unread = 0;
        toEnd();
        lastTop = scroller.scrollTop;
      } else {
        unread += added;
      }
    },
    /** Rows were added above: the window moved with them. */
    moved() {
      lastTop = scroller.scrollTop;
    },
  };
  return api;
}
