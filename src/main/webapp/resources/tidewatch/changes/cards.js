import { absolute, clock } from '../shared/format.js';
import { isolated, marked } from '../shared/bidi-text.js';
import { valueAt } from '../shared/mongosh-tokenizer.js';

/**
 * The card of one change. What the database holds only ever becomes a text node.
 *
 * @typedef {import('./change-message.js').Change} Change
 */

const GAPS = {
  'history-lost': 'Changes were missed here and cannot be had any more: '
    + 'MongoDB’s history no longer reaches back to them.',
  oversized: 'A change was missed here and cannot be had: it was too large for MongoDB to hand over.',
  unreadable: 'A change was missed here and cannot be had: '
    + 'MongoDB could not produce it as the feed’s settings ask for it.',
  'pipeline-changed': 'Changes may have been missed here: '
    + 'the feed’s pipeline was changed, and what came before cannot be asked for any more.',
};

/**
 * @param {Change} change
 * @returns {HTMLElement}
 */
export function createCard(change) {
  const head = element('div', 'head');
  head.append(element('h2', 'op', change.operation));
  if (change.namespace) {
    head.append(element('span', 'ns', ...marked(change.namespace)));
    head.lastChild.dir = 'auto';
  }
  if (change.key) {
    head.append(element('span', 'key', ...isolated(change.key)));
  }
  if (change.time) {
    head.append(element('time', 'time'));
    showTime(head.lastChild, change.time, change.wholeSeconds);
  }
  const text = document.createElement('div');
  text.id = `change-${change.id}`;
  text.append(element('pre'));
  text.firstChild.append(...isolated(change.text));

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
  const date = new Date(time?.dateTime);
  if (time && !Number.isNaN(date.getTime())) {
    showTime(time, date, !time.dateTime.includes('.'));
  }
  const pre = card.querySelector('pre');
  const reason = valueAt(pre.textContent, 'reason');
  pre.replaceChildren(...isolated(pre.textContent));
  const [, after] = /\n… cut: .*after=([\w.-]+)$/.exec(pre.textContent) ?? [];
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
  return card.querySelector(':scope > [id^="change-"]').id.slice('change-'.length);
}

function complete(card, reason) {
  const head = card.querySelector('.head');
  head.append(createCopyButton());
  if (card.dataset.operation === 'gap') {
    const why = GAPS[reason] ?? 'Changes were missed here and cannot be had any more.';
    head.append(element('p', 'why', why));
  }
}

function createCopyButton() {
  const button = element('button', 'copy', element('span', 'label', 'Copy'), element('span', 'unseen', ' this change'));
  button.type = 'button';
  return button;
}

function showTime(time, date, wholeSeconds) {
  time.dateTime = date.toISOString();
  time.title = absolute(date);
  time.textContent = clock(date, wholeSeconds);
}

function element(name, className = '', ...content) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...content);
  return made;
}
