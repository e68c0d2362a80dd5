/**
 * A list of which only what is in view has elements: their number depends on the window alone. A
 * row's element stays the same while the row is in view, so that the focus and a selection stay.
 *
 * @typedef {import('./row.js').Row} Row
 */

const BEYOND = 6; // rows above and below the window that have elements

/**
 * @param {object} options
 * @param {HTMLElement} options.scroller
 * @param {HTMLElement} options.list inside it
 * @param {{first: number, end: number, size: number, at: (number: number) => Row|undefined}} options.store
 * @param {() => HTMLElement} options.create an element for any row
 * @param {(element: HTMLElement, row: Row, number: number) => void} options.fill
 * @param {() => boolean} options.isAtEnd whether the end is to stay in view when the window changes
 * @param {() => void} options.onScroll after the window has moved
 */
export function createVirtualList({ scroller, list, store, create, fill, isAtEnd, onScroll }) {
  /** @type {HTMLElement[]} by the row's number, modulo their count */
  let pool = [];
  /** @type {(Row|null)[]} what each shows */
  let shown = [];
  let height = 1;
  let first = store.first;
  /** The number of the row at the beginning of the DOM. */
  let head = 0;

  function measure() {
    list.dataset.live = 'true'; // what the server has rendered goes, if it is still there
    const probe = create();
    probe.classList.add('probe');
    list.append(probe);
    height = Math.max(1, probe.getBoundingClientRect().height);
    probe.remove();
    const count = Math.ceil(scroller.clientHeight / height) + 2 * BEYOND + 1;
    if (count !== pool.length) {
      pool = Array.from({ length: count }, create);
      pool.forEach((element) => {
        element.hidden = true;
      });
      list.replaceChildren(...pool);
      head = 0;
    }
    shown = pool.map(() => null);
  }

  function draw() {
    if (pool.length === 0) {
      measure();
    }
    // rows that came or went above move what is below them
    if (store.first !== first) {
      const moved = (first - store.first) * height;
      first = store.first;
      list.style.blockSize = `${store.size * height}px`;
      scroller.scrollTop += moved;
    }
    list.style.blockSize = `${store.size * height}px`;
    const top = Math.max(0, Math.floor(scroller.scrollTop / height) - BEYOND);
    const from = store.first + top;
    for (let number = from; number < from + pool.length; number += 1) {
      place(number);
    }
    turn(from);
  }

  /**
   * Keeps the order of the DOM that of the rows. The pool is a ring: what moves is what has left the
   * window.
   * @param {number} from
   */
  function turn(from) {
    const moved = (from - head) % pool.length;
    head = from;
    for (let step = 0; step < moved; step += 1) {
      list.append(/** @type {Element} */ (list.firstElementChild));
    }
    for (let step = 0; step > moved; step -= 1) {
      list.prepend(/** @type {Element} */ (list.lastElementChild));
    }
  }

  /** @param {number} number */
  function place(number) {
    const slot = ((number % pool.length) + pool.length) % pool.length;
    const element = pool[slot];
    const row = store.at(number);
    if (row === undefined) {
      release(element);
      element.hidden = true;
      shown[slot] = null;
      return;
    }
    if (shown[slot] !== row) {
      if (element.dataset.number !== String(number)) {
        release(element);
        element.dataset.number = String(number);
      }
      fill(element, row, number);
      shown[slot] = row;
      element.hidden = false;
    }
    const at = `translateY(${(number - store.first) * height}px)`;
    if (element.style.transform !== at) {
      element.style.transform = at;
    }
  }

  /**
   * The focus must not go to another row unseen.
   * @param {HTMLElement} element
   */
  function release(element) {
    if (element.contains(document.activeElement)) {
      scroller.focus({ preventScroll: true });
    }
  }

  scroller.addEventListener('scroll', () => {
    draw();
    onScroll();
  }, { passive: true });
  new ResizeObserver(() => {
    if (pool.length > 0) {
      measure();
      isAtEnd() ? api.toEnd() : draw();
      onScroll();
    }
  }).observe(scroller);

  const api = {
    draw,
    /** Everything again, as after a change of what a row looks like. */
    redraw() {
      if (pool.length > 0) {
        measure();
        draw();
      }
    },
    /**
     * One row again.
     * @param {number} number
     */
    refresh(number) {
      shown[((number % pool.length) + pool.length) % pool.length] = null;
      draw();
    },
    /** How far it is to the end, px. */
    toGo() {
      return scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    },
    toEnd() {
      scroller.scrollTop = scroller.scrollHeight;
      draw();
    },
    get rowHeight() {
      return height;
    },
    /** The number of the first row in view. */
    get top() {
      return store.first + Math.floor(scroller.scrollTop / height);
    },
    /** The number of the last row that is all in view. */
    get bottom() {
      return store.first + Math.min(store.size, Math.floor((scroller.scrollTop + scroller.clientHeight + 1) / height)) - 1;
    },
    /** How many rows the window has. */
    get window() {
      return Math.floor(scroller.clientHeight / height);
    },
    /**
     * Brings a row into view, with neighbours.
     * @param {number} number
     * @param {'nearest'|'center'} [where]
     */
    reveal(number, where = 'nearest') {
      const at = (number - store.first) * height;
      const room = scroller.clientHeight;
      if (where === 'center') {
        scroller.scrollTop = at - (room - height) / 2;
      } else if (at < scroller.scrollTop) {
        scroller.scrollTop = at;
      } else if (at + height > scroller.scrollTop + room) {
        scroller.scrollTop = at + height - room;
      }
      draw();
    },
    /**
     * The element of a row, if it has one.
     * @param {number} number
     */
    element(number) {
      const element = pool[((number % pool.length) + pool.length) % pool.length];
      return element && !element.hidden && element.dataset.number === String(number) ? element : null;
    },
    /** How many elements there are. */
    get elements() {
      return pool.length;
    },
  };
  return api;
}
