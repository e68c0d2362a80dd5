import { escaped, isolated, marked } from '../shared/bidi-text.js';
import { absolute, clock, count, duration } from '../shared/format.js';
import { pretty } from '../shared/json-text.js';
import { copyItems } from './copy-menu.js';
import { documentsOf } from './difference.js';
import { showDifference } from './difference-view.js';
import { button, element, menu, openMenu } from './element.js';
import { filterItems } from './filter-items.js';
import { createHistoryView } from './history-view.js';
import { print } from './notation.js';
import { createTabs } from './tabs.js';

/**
 * The change that is open, beside the list: what it did, the documents, its history, and what can be
 * done with it.
 *
 * @typedef {import('./row.js').Row} Row
 * @typedef {import('../client/client.js').Change} Change
 *
 * @typedef {object} Opened
 * @property {Row} row
 * @property {string} canonical as it was written
 * @property {Change} change
 * @property {{before?: any, after?: any}} documents
 */

/**
 * @param {object} options
 * @param {HTMLElement} options.aside
 * @param {ReturnType<import('./whole-change.js').createWholeChanges>} options.whole
 * @param {{feed: string, url: string, hasImages: boolean}} options.about the feed
 * @param {() => [string, string][]} options.parameters of the filter
 * @param {() => string} options.historyFrom where MongoDB's history begins
 * @param {(token: import('./address.js').Token) => void} options.onFilter
 * @param {(row: Row) => void} options.onOpen of another moment
 * @param {() => void} options.onClose
 * @param {(sentence: string) => void} options.say
 */
export function createDetail({ aside, whole, about, parameters, historyFrom, onFilter, onOpen, onClose, say }) {
  /** @type {Opened|null} */
  let opened = null;
  let wanted = '';
  /** @type {HTMLDetailsElement|null} */
  let copying = null;

  const tabs = createTabs('Views of the change', [
    { name: 'Difference', show: (panel) => opened && showDifference(panel, opened.change, opened.documents, { ...about, onHistory: () => history.read() }) },
    { name: 'Document', show: (panel) => panel.append(documentView(opened?.documents.after, 'after')) },
    { name: 'Before', show: (panel) => panel.append(documentView(opened?.documents.before, 'before')) },
    { name: 'As sent', show: (panel) => panel.append(element('pre', '', ...isolated(escaped(pretty(opened?.canonical ?? '{}'))))) },
  ]);
  const history = createHistoryView({
    url: about.url,
    from: historyFrom,
    onOpen,
    onDocuments(id, documents) {
      if (opened?.row.id === id && opened.documents.before === undefined && documents.before !== undefined) {
        opened.documents = documents;
        tabs.refresh();
      }
    },
  });

  /** @param {Opened} now */
  function show(now) {
    const { row, change } = now;
    copying = menu('Copy', copyItems({ opened: now, whole, about, parameters, say }), 'c');
    const acts = element('div', 'acts', copying, button('Link', link, 'l'));
    if (change.documentKey) {
      acts.append(
        button('History', () => history.read(), 'h'),
        button('Only this _id', () => onFilter({ field: 'key', value: JSON.stringify(change.documentKey?._id), not: false })),
      );
    }
    acts.append(menu('Filter', filterItems(change, onFilter)), button('Close', onClose, 'Escape'));
    aside.replaceChildren(heading(row), factsOf(now), acts, tabs.list, tabs.panel, history.section);
    tabs.refresh();
    history.of(change, row.id);
  }

  /** @param {Row} row */
  function heading(row) {
    const title = element('h2', '', element('span', 'op', row.operation), ' ', element('span', 'ns', ...marked(row.ns)), ' ', element('span', 'key', ...isolated(row.key)));
    title.dataset.operation = row.operation;
    return title;
  }

  async function link() {
    const address = new URL(location.href);
    await navigator.clipboard.writeText(address.href).then(() => say('The link is copied.'), () => say('The browser does not let this page copy; the address bar has the link.'));
  }

  return {
    link,
    copy: () => openMenu(copying),
    history: () => history.read(),
    get isOpen() {
      return !aside.hidden;
    },
    /** @param {Row} row */
    async open(row) {
      wanted = row.id;
      aside.hidden = false;
      aside.ariaBusy = 'true';
      try {
        const canonical = await whole.get(row);
        if (wanted !== row.id) {
          return;
        }
        if (canonical === null) {
          aside.replaceChildren(heading(row), element('p', 'hint', 'MongoDB has this change no more.'), button('Close', onClose));
          return;
        }
        const change = JSON.parse(canonical);
        opened = { row, canonical, change, documents: documentsOf(change) };
        show(opened);
      } catch (error) {
        aside.replaceChildren(heading(row), element('p', 'hint', error instanceof Error ? error.message : String(error)), button('Close', onClose));
      } finally {
        aside.ariaBusy = 'false';
      }
    },
    close() {
      wanted = '';
      opened = null;
      history.stop();
      aside.hidden = true;
      aside.replaceChildren();
    },
  };
}

/** @param {Opened} opened */
function factsOf({ row, canonical }) {
  const { at, wholeSeconds, transaction } = row;
  const words = [
    at === null ? '' : `${clock(new Date(at), wholeSeconds)} · ${duration(Date.now() - at)} ago`,
    transaction ? 'of a transaction' : '',
    count(new TextEncoder().encode(canonical).length, 'byte'),
  ];
  const line = element('p', 'facts', words.filter(Boolean).join(' · '));
  line.title = at === null ? '' : absolute(new Date(at));
  return line;
}

/**
 * @param {any} document
 * @param {'before'|'after'} when
 */
function documentView(document, when) {
  if (document === undefined) {
    return element('p', 'hint', `The document as it was ${when} the change is not known.`);
  }
  return document === null
    ? element('p', 'hint', when === 'after' ? 'There is no document any more.' : 'There was no document.')
    : element('pre', '', ...isolated(print(document, { block: true })));
}
