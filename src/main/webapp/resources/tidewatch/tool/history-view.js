import { isolated } from '../shared/bidi-text.js';
import { clock, count } from '../shared/format.js';
import { element } from './element.js';
import { documentParameters, readHistory } from './history.js';
import { brief } from './notation.js';
import { pack, rowOf, secondOf } from './row.js';
import { wordNodes } from './row-view.js';

/**
 * The history of the document whose change is open, and how far back and on it was looked for.
 *
 * @typedef {import('../client/client.js').Change} Change
 * @typedef {import('./history.js').Moment} Moment
 *
 * @param {object} options
 * @param {string} options.url
 * @param {() => string} options.from
 * @param {(row: import('./row.js').Row) => void} options.onOpen
 * @param {(id: string, documents: {before?: any, after?: any}) => void} options.onDocuments what the open
 *   change's documents were
 */
export function createHistoryView({ url, from, onOpen, onDocuments }) {
  const section = element('section', 'history');
  section.hidden = true;
  const title = element('h3');
  const list = element('ol');
  list.setAttribute('role', 'list');
  const reach = element('p', 'hint');
  reach.setAttribute('role', 'status');
  section.append(title, list, reach);
  let reading = new AbortController();
  /** @type {Change|null} */
  let change = null;
  let current = '';
  let named = '';
  /** @type {Moment[]} */
  let moments = [];

  /** @param {Change} of */
  function nameOf({ ns, documentKey }) {
    return `${ns?.db}.${ns?.coll} ${JSON.stringify(documentKey?._id)}`;
  }

  function stop() {
    reading.abort();
    reading = new AbortController();
  }

  async function read() {
    if (!change?.documentKey) {
      return;
    }
    stop();
    const { signal } = reading;
    section.hidden = false;
    named = nameOf(change);
    title.replaceChildren('History of ', ...isolated(brief(change.documentKey._id, 60)));
    list.replaceChildren();
    reach.textContent = 'Looking in MongoDB’s history …';
    section.scrollIntoView({ block: 'nearest' });
    try {
      await readHistory({
        url, ns: `${change.ns?.db}.${change.ns?.coll}`, key: change.documentKey._id, from: from(), signal,
        onMoments(found, reached) {
          moments = found;
          list.replaceChildren(...found.map(entry));
          reach.textContent = sentenceOf(found.length, reached);
          tell();
        },
      });
    } catch (error) {
      if (!signal.aborted) {
        reach.textContent = error instanceof Error ? error.message : String(error);
      }
    }
  }

  /** @param {Moment} moment */
  function entry({ id, before, change: of, words }) {
    const find = documentParameters(`${of.ns?.db}.${of.ns?.coll}`, of.documentKey?._id);
    const row = { ...rowOf({ id, change: of }, before, {}), find };
    const link = element('a');
    link.href = `?at=${encodeURIComponent(id)}`;
    link.addEventListener('click', (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        onOpen({ ...row, words: pack(words) });
      }
    });
    if (id === current) {
      link.setAttribute('aria-current', 'true');
    }
    const time = element('time', 'time', row.at === null ? '' : clock(new Date(row.at), row.wholeSeconds));
    link.append(time, ' ', element('span', 'op', row.operation), ' ', element('span', 'what', ...wordNodes({ ...row, words: pack(words) })));
    const item = element('li', '', link);
    item.dataset.operation = row.operation;
    return item;
  }

  function tell() {
    const moment = moments.find(({ id }) => id === current);
    if (moment) {
      onDocuments(current, { before: moment.documentBefore, after: moment.document });
    }
  }

  return {
    section,
    read,
    stop,
    /**
     * Another change is open: the history stays if it is of the same document.
     * @param {Change} of
     * @param {string} id
     */
    of(of, id) {
      change = of;
      current = id;
      if (named !== nameOf(of)) {
        stop();
        named = '';
        moments = [];
        section.hidden = true;
        return;
      }
      list.replaceChildren(...moments.map(entry));
      tell();
    },
  };
}

/**
 * @param {number} found
 * @param {{position: string|null, lost: boolean, done: boolean, full: boolean}} reached
 */
function sentenceOf(found, { position, lost, done, full }) {
  const begin = lost ? 'What was before is no longer in MongoDB’s history. ' : '';
  const to = secondOf(position);
  if (full) {
    return `${begin}The first ${count(found, 'change')}; there may be more.`;
  }
  const until = to === null ? '' : ` up to ${clock(new Date(to), true)}`;
  return done ? `${begin}${count(found, 'change')}, all that MongoDB has.` : `${begin}${count(found, 'change')}${until}; looking on …`;
}
