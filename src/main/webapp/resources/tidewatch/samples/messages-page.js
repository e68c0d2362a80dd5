import { keepLive, partOf, showNext } from './live-list.js';
import { escaped, marked } from '../shared/bidi-text.js';
import { byId } from '../shared/dom.js';
import { absolute, clock } from '../shared/format.js';
import { parts } from '../shared/json-text.js';

/** The page of the messages. What the database holds only ever becomes a text node. */

const list = byId('list');
const { base = '' } = document.body.dataset;
const { query } = partOf(list);
/** @type {Map<string, HTMLElement>} by the document, as it is written: it tells them apart */
let shown = new Map();
let first = true;

/**
 * @param {Response} response
 * @param {string} text
 */
function show(response, text) {
  const documents = parts(parts(text)[0][1]).map(([, json]) => json);
  const entries = new Map();
  for (const json of documents) {
    const entry = shown.get(json) ?? createEntry(json);
    entry.classList.toggle('fresh', !first && !shown.has(json));
    entries.set(json, entry);
  }
  shown = entries;
  list.replaceChildren(...entries.values());
  first = false;
  byId('empty').hidden = documents.length > 0;
  showNext(response);
}

/** @param {string} json */
function createEntry(json) {
  const message = JSON.parse(json);
  const entry = document.createElement('li');
  entry.className = 'entry';
  const seconds = parseInt(message._id?.$oid?.slice(0, 8), 16);
  if (!Number.isNaN(seconds)) {
    const date = new Date(seconds * 1_000);
    const time = document.createElement('time');
    time.dateTime = date.toISOString();
    time.title = absolute(date);
    time.textContent = clock(date, true);
    entry.append(time);
  }
  const body = document.createElement('p');
  body.className = 'text';
  body.dir = 'auto';
  body.append(...marked(typeof message.msg === 'string' ? message.msg : escaped(json)));
  entry.append(body);
  return entry;
}

keepLive({ feed: 'messages', url: `${base}/api/messages?${query}`, show });
