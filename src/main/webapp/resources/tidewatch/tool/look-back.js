import { clock } from '../shared/format.js';
import { button, closeWhenLeft, element, keyCap } from './element.js';

/**
 * Where the list begins: now, a while ago, a moment, or where MongoDB's history begins. The address
 * gets a moment, because an address is kept and passed on.
 *
 * @param {object} options
 * @param {() => number} options.now ms, by the server's clock
 * @param {() => string|null} options.oldest
 * @param {(from: string|null) => void} options.onFrom
 */
export function createLookBack({ now, oldest, onFrom }) {
  const label = element('span', '', 'Look back');
  const summary = element('summary', '', label, ' ', keyCap('t'));
  const list = element('ul');
  const details = element('details', 'menu look-back', summary, list);
  closeWhenLeft(details);

  /** @param {string|null} from */
  function go(from) {
    details.open = false;
    summary.focus({ preventScroll: true });
    onFrom(from);
  }

  /** @param {number} minutes */
  function ago(minutes) {
    return () => go(new Date(now() - minutes * 60_000).toISOString());
  }

  const beginning = button('From the beginning', () => go(oldest()));
  const moment = element('input');
  moment.type = 'datetime-local';
  moment.step = '1';
  moment.required = true;
  const form = element('form', 'moment', element('label', '', 'From ', moment), button('Go', () => form.requestSubmit()));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const date = new Date(moment.value);
    if (!Number.isNaN(date.getTime())) {
      go(date.toISOString());
    }
  });
  list.append(
    ...[button('1 minute ago', ago(1)), button('10 minutes ago', ago(10)), button('An hour ago', ago(60)), beginning, button('The newest', () => go(null))]
      .map((item) => element('li', '', item)),
    element('li', '', form),
  );
  details.addEventListener('toggle', () => {
    const from = oldest();
    beginning.disabled = from === null;
    beginning.textContent = from === null ? 'From the beginning: not known' : `From ${clock(new Date(from), true)}, the oldest that MongoDB has`;
    const date = new Date(now() - new Date().getTimezoneOffset() * 60_000);
    moment.value ||= date.toISOString().slice(0, 19);
  });

  return {
    element: details,
    /** @param {string|null} from of the address */
    show(from) {
      const date = from === null ? null : new Date(from);
      label.textContent = from === null ? 'Look back' : `From ${date && !Number.isNaN(date.getTime()) ? clock(date, true) : from}`;
    },
  };
}
