/**
 * Which row is open. Keys and clicks go from one to the next; what is open is in the address.
 *
 * @typedef {import('./row.js').Row} Row
 *
 * @param {object} options
 * @param {ReturnType<import('./list-pane.js').createListPane>} options.pane
 * @param {ReturnType<import('./detail.js').createDetail>} options.detail
 * @param {(id: string|null) => void} options.onSelect
 */
export function createSelection({ pane, detail, onSelect }) {
  /** @type {string|null} what the address names and has not come yet */
  let wanted = null;

  /** @param {Row} row */
  function show(row) {
    wanted = null;
    pane.following.reading(true);
    onSelect(row.id);
    const number = pane.select(row.id);
    document.body.dataset.detail = 'open';
    detail.open(row); // which may make the list smaller
    if (number !== null) {
      pane.list.reveal(number);
    }
  }

  function close() {
    const number = pane.selected === null ? null : pane.store.find(pane.selected);
    document.body.dataset.detail = '';
    detail.close();
    onSelect(null);
    pane.select(null);
    if (number !== null) {
      pane.list.element(number)?.querySelector('a')?.focus({ preventScroll: true });
    }
    pane.following.reading(false);
  }

  /** @param {1|-1} step */
  function move(step) {
    const { store, list } = pane;
    const now = pane.selected === null ? null : store.find(pane.selected);
    let number = now !== null ? now + step : step > 0 ? list.top : list.bottom;
    while (store.at(number) && isNote(store.at(number))) {
      number += step;
    }
    const row = store.at(number);
    if (row) {
      show(row);
      pane.list.element(number)?.querySelector('a')?.focus({ preventScroll: true });
    }
  }

  /** @param {Row|undefined} row */
  function isNote(row) {
    return row?.operation === 'gap' || row?.operation === 'outage';
  }

  pane.rows.addEventListener('click', (event) => {
    const item = event.target instanceof Element ? event.target.closest('.row') : null;
    const row = item instanceof HTMLElement ? pane.store.at(Number(item.dataset.number)) : undefined;
    if (!row || isNote(row) || event.ctrlKey || event.metaKey || event.shiftKey || !document.getSelection()?.isCollapsed) {
      return;
    }
    event.preventDefault();
    show(row);
  });

  return {
    show,
    close,
    next: () => move(1),
    previous: () => move(-1),
    get isOpen() {
      return pane.selected !== null;
    },
    /** @param {string|null} id of the address */
    want(id) {
      wanted = id;
      pane.select(null);
      document.body.dataset.detail = '';
    },
    /** Rows came: the one that the address names may be among them. */
    arrived() {
      const number = wanted === null ? null : pane.store.find(wanted);
      const row = number === null ? undefined : pane.store.at(number);
      if (row && number !== null) {
        show(row);
        pane.list.reveal(number, 'center');
        pane.loadOlder(); // its neighbours
      }
    },
  };
}
