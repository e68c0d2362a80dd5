import { element, openMenu } from './element.js';
import { createKeys } from './keys.js';

/**
 * The keys of the page, and the line at its foot that names the most used ones.
 *
 * @param {object} options
 * @param {Element|null} options.bar
 * @param {ReturnType<import('./filter-bar.js').createFilterBar>} options.filter
 * @param {ReturnType<import('./look-back.js').createLookBack>} options.lookBack
 * @param {ReturnType<import('./selection.js').createSelection>} options.selection
 * @param {ReturnType<import('./detail.js').createDetail>} options.detail
 * @param {ReturnType<import('./list-pane.js').createListPane>} options.pane
 * @param {() => void} options.onView
 * @param {(sentence: string) => void} options.say
 */
export function createToolKeys({ bar, filter, lookBack, selection, detail, pane, onView, say }) {
  const operations = ['insert', 'update', 'replace', 'delete'];
  /** @type {import('./keys.js').Shortcut[]} */
  const shortcuts = [
    { keys: ['j'], shown: 'j', says: 'open the next change', act: selection.next },
    { keys: ['k'], shown: 'k', says: 'open the change before', act: selection.previous },
    { keys: [' '], shown: 'Space', says: 'pause and resume', act: () => pane.following.togglePause() },
    ...operations.map((operation, at) => ({
      keys: [String(at + 1)], shown: String(at + 1), says: `only ${operation}s, beside what else is chosen so`, act: () => filter.toggle(operation),
    })),
    { keys: ['/'], shown: '/', says: 'add to the filter', act: filter.focus },
    { keys: ['t'], shown: 't', says: 'look back in time', act: () => openMenu(lookBack.element) },
    { keys: ['h'], shown: 'h', says: 'history of the document', act: detail.history },
    { keys: ['c'], shown: 'c', says: 'copy the change', act: detail.copy },
    { keys: ['l'], shown: 'l', says: 'copy the link', act: detail.link },
    { keys: ['v'], shown: 'v', says: 'rows or cards', act: onView },
    { keys: ['End'], shown: 'End', says: 'go on with the newest', act: () => pane.following.resume() },
    { keys: ['Escape'], shown: 'Escape', says: 'close the change', act: () => selection.isOpen && selection.close() },
    { keys: ['?'], shown: '?', says: 'this list', act: () => keys.list() },
  ];
  const keys = createKeys({ shortcuts, say });

  const all = element('button', '', element('kbd', '', '?'), ' all keys');
  all.type = 'button';
  all.addEventListener('click', () => keys.list());
  bar?.append(
    hint('j k', 'next, previous'), all, hint('Space', 'pause'), hint('1–4', operations.join(' ')), hint('h', 'history'), hint('c', 'copy'), hint('t', 'time'),
  );
}

/**
 * @param {string} keys
 * @param {string} says
 */
function hint(keys, says) {
  return element('span', '', ...keys.split(' ').flatMap((key, at) => [at > 0 ? ' ' : '', element('kbd', '', key)]), ` ${says}`);
}
