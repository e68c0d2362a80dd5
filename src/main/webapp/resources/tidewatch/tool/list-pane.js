import { createEarlier } from './earlier.js';
import { createFollowing } from './following.js';
import { createGathering } from './gathering.js';
import { createKnownDocuments } from './known-documents.js';
import { createListNotes } from './list-notes.js';
import { rowOf } from './row.js';
import { createRowStore } from './row-store.js';
import { createRowElement, fillRow } from './row-view.js';
import { createVirtualList } from './virtual-list.js';

/**
 * The list of changes: what has come and passes the filter, in the order of the feed. No more is
 * kept than it may hold. While somebody reads, nothing goes: what comes then waits at the server.
 *
 * @typedef {import('../client/client.js').Item<any, any>} Item
 * @typedef {import('./row.js').Row} Row
 *
 * @typedef {object} Options
 * @property {HTMLElement} scroller
 * @property {HTMLElement} rows
 * @property {HTMLButtonElement} jump
 * @property {HTMLButtonElement} pause
 * @property {(row: Row) => string} href of a row
 * @property {() => {waiting: number, more: boolean}} held what has come and nobody has taken
 * @property {string} url of the feed's changes
 * @property {() => [string, string][]} parameters of the filter
 * @property {() => string|null} oldest where MongoDB's history begins
 * @property {(change: any) => boolean} passes
 * @property {() => boolean} isLive whether what comes has just happened
 * @property {(rows: Row[]) => void} onAdded
 * @property {() => void} onChange
 */

const LIMIT = 5_000;
const GATHERED = 400; // rows that updates are gathered in

/** @param {Options} options */
export function createListPane({ scroller, rows, jump, pause, href, held, isLive, onAdded, onChange, ...feed }) {
  const store = createRowStore(LIMIT);
  const known = createKnownDocuments();
  const gathering = createGathering();
  const notes = createListNotes(store);
  /** @type {string|null} the id of the row that is open */
  let selected = null;
  /** @type {(() => void)[]} */
  let waiting = [];
  /** @type {Item[]} */
  let pending = [];
  /** @type {string|null} */
  let reached = null;
  let matched = 0;

  const earlier = createEarlier({ store, ...feed, onRows });
  const list = createVirtualList({
    scroller,
    list: rows,
    store,
    create: createRowElement,
    fill: (element, row) => fillRow(element, row, { href: href(row), selected: row.id === selected }),
    isAtEnd: () => following.is,
    onScroll: () => list.top <= store.first + 2 && !following.is && earlier.load(),
  });
  const following = createFollowing({
    scroller, rows, toGo: () => list.toGo(), toEnd: () => list.toEnd(), jump, pause, onChange: changed,
  });

  function changed() {
    if (canTake()) {
      waiting.splice(0).forEach((go) => go());
    }
    following.show(held());
    onChange();
  }

  function canTake() {
    return !following.paused && (following.is || store.room > 0);
  }

  /** @param {Row[]} found right before the first row */
  function onRows(found) {
    matched += count(found);
    store.prepend(found);
    list.draw();
    following.is ? list.toEnd() : following.moved();
    changed();
  }

  /** @param {Row[]} added */
  function append(added) {
    gathering.saw(isLive() ? added.length : 0); // what is read of the past is read at any rate
    // what somebody reads does not move
    if (gathering.on && following.is) {
      const gathered = gathering.gather(store.last(GATHERED), added);
      store.remove(gathered.gone);
      store.append(gathered.added);
    } else {
      store.append(added);
    }
  }

  /**
   * @param {Item} item
   * @param {boolean} whole
   */
  function before(item, whole) {
    if (item.gap || !whole) {
      known.forget();
    }
    return item.change ? known.take(item.change) : {};
  }

  return {
    store,
    list,
    rows,
    following,
    loadOlder: earlier.load,
    /**
     * Shows what has come.
     * @param {{whole: boolean}} filter whether each change of a document comes
     */
    flush({ whole }) {
      const items = pending;
      pending = [];
      /** @type {Row[]} */
      const added = [];
      for (const item of items) {
        const place = reached;
        reached = item.id;
        const seen = before(item, whole);
        if (item.gap || feed.passes(item.change)) {
          added.push(rowOf(item, place, seen));
        }
      }
      matched += count(added);
      onAdded(added);
      append(added);
      list.draw();
      following.grown(added.length);
      changed();
      return items.at(-1);
    },
    /** Changes that have passed. */
    get matched() {
      return matched;
    },
    get pending() {
      return pending.length;
    },
    /** Whether updates of one document are one row now. */
    get gathers() {
      return gathering.on && following.is;
    },
    get selected() {
      return selected;
    },
    /**
     * @param {string|null} start the position before everything
     * @param {boolean} isAway whether the list is read from its beginning
     */
    restart(start, isAway) {
      earlier.restart();
      following.restart(isAway);
      store.clear();
      known.forget();
      notes.clear();
      pending = [];
      reached = start;
      matched = 0;
      list.redraw();
      waiting.splice(0).forEach((go) => go());
    },
    /**
     * @param {Item[]} items
     * @returns {Promise<void>|void} done when more may come
     */
    take(items) {
      pending.push(...items);
      if (!canTake()) {
        return new Promise((resolve) => waiting.push(resolve));
      }
    },
    /** @param {string|null} id */
    select(id) {
      const last = selected === null ? null : store.find(selected);
      selected = id;
      const now = id === null ? null : store.find(id);
      [last, now].forEach((number) => number !== null && list.refresh(number));
      return now;
    },
    /** @param {(told: typeof notes) => void} tell adds rows of another kind */
    note(tell) {
      tell(notes);
      list.draw();
      following.is && list.toEnd();
    },
  };
}

/** @param {Row[]} rows */
function count(rows) {
  return rows.filter(({ operation }) => operation !== 'gap').length;
}
