import { isolated, marked } from '../shared/bidi-text.js';
import { find } from '../shared/dom.js';
import { absolute, clock, number } from '../shared/format.js';
import { shortKey, unpack } from './row.js';

/**
 * The element of a row. It is used again for other rows, so it has all parts from the beginning.
 * What the database holds only ever becomes a text node.
 */

/** @returns {HTMLLIElement} */
export function createRowElement() {
  const item = document.createElement('li');
  item.className = 'row';
  const link = document.createElement('a');
  const time = document.createElement('time');
  time.className = 'time';
  link.append(time);
  for (const name of ['op', 'coll', 'key', 'what']) {
    const part = document.createElement('span');
    part.className = name;
    link.append(' ', part);
  }
  item.append(link);
  return item;
}

/**
 * @param {HTMLElement} item
 * @param {import('./row.js').Row} row
 * @param {{href: string, selected: boolean}} how
 */
export function fillRow(item, row, { href, selected }) {
  item.dataset.operation = row.operation;
  item.classList.toggle('of-transaction', row.transaction !== '');
  const link = /** @type {HTMLAnchorElement} */ (item.firstElementChild);
  const isNote = row.operation === 'gap' || row.operation === 'outage';
  if (isNote) {
    link.removeAttribute('href');
  } else {
    link.href = href;
  }
  selected ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current');
  showTime(/** @type {HTMLTimeElement} */ (link.firstElementChild), row);
  find(link, '.op').textContent = isNote ? '' : row.operation;
  find(link, '.coll').replaceChildren(...marked(row.ns.slice(row.ns.indexOf('.') + 1)));
  const key = find(link, '.key');
  key.replaceChildren(...isolated(shortKey(row.key)));
  key.title = shortKey(row.key) === row.key ? '' : row.key;
  const what = find(link, '.what');
  what.replaceChildren(...wordNodes(row));
  if (row.times) {
    const times = document.createElement('span');
    times.className = 'times';
    times.textContent = `×${number(row.times)}`;
    times.title = `the latest of ${number(row.times)} updates of this document`;
    what.prepend(times, ' ');
  }
  what.title = row.transaction ? 'of a transaction' : '';
}

/**
 * @param {HTMLTimeElement} element
 * @param {import('./row.js').Row} row
 */
function showTime(element, { at, wholeSeconds }) {
  if (at === null) {
    element.removeAttribute('datetime');
    element.textContent = '';
    element.title = '';
    return;
  }
  const date = new Date(at);
  element.dateTime = date.toISOString();
  element.title = absolute(date);
  element.textContent = clock(date, wholeSeconds);
}

/**
 * @param {Pick<import('./row.js').Row, 'words'>} row
 * @returns {Node[]}
 */
export function wordNodes(row) {
  return unpack(row.words).map(([kind, text]) => {
    if (kind === 'mark') {
      return document.createTextNode(text);
    }
    const element = document.createElement('span');
    element.className = kind;
    element.append(...(kind === 'name' ? marked(text) : isolated(text)));
    return element;
  });
}
