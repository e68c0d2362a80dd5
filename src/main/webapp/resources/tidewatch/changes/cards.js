import { isolated, marked } from '../shared/bidi-text.js';
import { find } from '../shared/dom.js';
import { absolute, clock } from '../shared/format.js';
import { gapSentence } from '../shared/gap-words.js';
import { valueAt } from '../shared/mongosh-tokenizer.js';

/**
 * The card of one change. What the database holds only ever becomes a text node.
 *
 * @typedef {import('./change-message.js').Change} Change
 */

/**
 * @param {Change} change
 * @returns {HTMLElement}
 */
export function createCard(change) {
  const head = element('div', 'head');
  head.append(element('h2', 'op', change.operation));
  if (change.namespace) {
    const namespace = element('span', 'ns', ...marked(change.namespace));
    namespace.dir = 'auto';
    head.append(namespace);
  }
  if (change.key) {
    head.append(element('span', 'key', ...isolated(change.key)));
  }
  if (change.time) {
    const time = element('time', 'time');
    showTime(time, change.time, change.wholeSeconds);
    head.append(time);
  }
  const text = document.createElement('div');
  text.id = `change-${change.id}`;
  text.append(element('pre', '', ...isolated(change.text)));

  const card = element('div', 'card');
  card.setAttribute('role', 'listitem');
  card.dataset.operation = change.operation;
  if (change.after) {
    card.dataset.after = change.after;
  }
  card.append(head, text);
  complete(card, change.reason);
  return card;
}

/**
 * Makes a card that the server rendered like those made here.
 * @param {HTMLElement} card
 * @returns {string} the id of its change
 */
export function adoptCard(card) {
  const time = card.querySelector('.time');
  if (time instanceof HTMLTimeElement) {
    const date = new Date(time.dateTime);
    if (!Number.isNaN(date.getTime())) {
      showTime(time, date, !time.dateTime.includes('.'));
    }
  }
  const pre = find(card, 'pre');
  const text = String(pre.textContent);
  const reason = valueAt(text, 'reason');
  pre.replaceChildren(...isolated(text));
  const [, after] = /\n… cut: .*after=([\w.-]+)$/.exec(text) ?? [];
  if (after) {
    card.dataset.after = after;
  }
  complete(card, reason && reason.slice(1, -1));
  return idOf(card);
}

/**
 * @param {Element} card
 * @returns {string}
 */
export function idOf(card) {
  return find(card, ':scope > [id^="change-"]').id.slice('change-'.length);
}

/**
 * @param {HTMLElement} card
 * @param {string|null} reason
 */
function complete(card, reason) {
  const head = find(card, '.head');
  head.append(createCopyButton());
  if (card.dataset.operation === 'gap') {
    head.append(element('p', 'why', gapSentence(reason)));
  }
}

function createCopyButton() {
  const button = element('button', 'copy', element('span', 'label', 'Copy'), element('span', 'unseen', ' this change'));
  button.type = 'button';
  return button;
}

/**
 * @param {HTMLTimeElement} time
 * @param {Date} date
 * @param {boolean} wholeSeconds
 */
function showTime(time, date, wholeSeconds) {
  time.dateTime = date.toISOString();
  time.title = absolute(date);
  time.textContent = clock(date, wholeSeconds);
}

/**
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {string} [className]
 * @param {(string|Node)[]} content
 * @returns {HTMLElementTagNameMap[N]}
 */
function element(name, className = '', ...content) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...content);
  return made;
}
