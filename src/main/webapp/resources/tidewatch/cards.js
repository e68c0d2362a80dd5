import { absolute, clock, count, number } from './format.js';
import { valueAt } from './notation.js';

/**
 * The card of one change. What the database holds only ever becomes a text node.
 *
 * @typedef {import('./change.js').Change} Change
 */

const TALL = 32; // lines; a card with more is folded, so that one document cannot bury the others
const FOLDED = 24;
const LONG = 100_000; // characters; more are laid out only if the reader asks for them

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
    head.append(element('span', 'ns', change.namespace));
  }
  if (change.key) {
    head.append(element('span', 'key', change.key));
  }
  if (change.time) {
    head.append(element('time', 'time'));
    showTime(head.lastChild, change.time, change.wholeSeconds);
  }
  const text = document.createElement('div');
  text.id = `change-${change.id}`;
  text.append(element('pre', '', change.text));

  const card = element('div', 'card');
  card.setAttribute('role', 'listitem');
  card.dataset.operation = change.operation;
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
  const reason = valueAt(card.querySelector('pre').textContent, 'reason');
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
  if (card.dataset.operation === 'gap') {
    const why = GAPS[reason] ?? 'Changes were missed here and cannot be had any more.';
    card.querySelector('.head').append(element('p', 'why', why));
  }
  fold(card);
}

function fold(card) {
  const pre = card.querySelector('pre');
  const text = pre.textContent;
  const lines = countLines(text);
  if (lines <= TALL && text.length <= LONG) {
    return;
  }
  if (text.length > LONG) {
    pre.textContent = text.slice(0, LONG);
  }
  card.classList.add('folded');
  const more = lines > FOLDED ? `Show all ${count(lines, 'line')}` : `Show all ${number(text.length)} characters`;
  const button = element('button', 'unfold', more);
  button.type = 'button';
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => {
    const folded = card.classList.toggle('folded');
    if (!folded && pre.textContent.length < text.length) {
      pre.textContent = text;
    }
    button.textContent = folded ? more : 'Show less';
    button.setAttribute('aria-expanded', String(!folded));
    if (folded) {
      card.scrollIntoView({ block: 'nearest' });
    }
  });
  card.append(button);
}

function countLines(text) {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines += 1;
  }
  return lines;
}

function showTime(time, date, wholeSeconds) {
  time.dateTime = date.toISOString();
  time.title = absolute(date);
  time.textContent = clock(date, wholeSeconds);
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}
