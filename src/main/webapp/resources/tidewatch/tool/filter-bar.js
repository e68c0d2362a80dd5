import { marked } from '../shared/bidi-text.js';
import { number } from '../shared/format.js';
import { unique } from './address.js';
import { button, element, keyCap } from './element.js';
import { tokensOf, written } from './filter-text.js';

/**
 * The filter: what is typed becomes tokens, and each can be taken away.
 *
 * @typedef {import('./address.js').Token} Token
 *
 * @param {object} options
 * @param {HTMLFormElement} options.form that worked without a script
 * @param {string} options.watched the namespace that the feed watches
 * @param {(tokens: Token[]) => void} options.onTokens
 */
export function createFilterBar({ form, watched, onTokens }) {
  /** @type {Token[]} */
  let tokens = [];
  const chips = element('ul', 'chips');
  chips.setAttribute('role', 'list');
  chips.setAttribute('aria-label', 'Filter');
  const input = element('input');
  input.type = 'text';
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.maxLength = 400;
  input.placeholder = 'op:delete  ns:orders  changed:status  not key:5  "text"';
  input.setAttribute('aria-label', 'Add to the filter: op, ns, key, changed or a text, each with not');
  input.setAttribute('aria-keyshortcuts', '/');
  const counted = element('p', 'counted');
  form.className = 'live';
  form.replaceChildren(element('div', 'field', chips, input, keyCap('/')), counted);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const added = tokensOf(input.value, watched);
    input.value = '';
    if (added.length > 0) {
      add(added);
    }
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Backspace' && input.value === '' && tokens.length > 0) {
      onTokens(tokens.slice(0, -1));
      event.preventDefault();
    } else if (event.key === 'Escape') {
      input.value = '';
      input.blur();
      event.stopPropagation();
    }
  });

  /** @param {Token[]} added */
  function add(added) {
    const isText = added.some(({ field, not }) => field === 'text' && !not);
    const kept = tokens.filter(({ field, not }) => !(isText && field === 'text' && !not)); // the server takes one text
    // what was left out is asked for now, or the other way round
    const rest = kept.filter((token) => !added.some((other) => other.field === token.field && other.value === token.value));
    onTokens(unique([...rest, ...added]));
  }

  function show() {
    chips.replaceChildren(...tokens.map((token) => {
      const remove = button('', () => {
        onTokens(tokens.filter((other) => other !== token));
        input.focus();
      });
      remove.append(element('span', 'field-name', `${token.not ? 'not ' : ''}${token.field}`), ' ', ...marked(token.value), element('span', 'cross', ' ×'));
      remove.setAttribute('aria-label', `Remove ${written(token)}`);
      return element('li', token.not ? 'not' : '', remove);
    }));
    input.placeholder = tokens.length > 0 ? '' : 'op:delete  ns:orders  changed:status  not key:5  "text"';
  }

  return {
    focus: () => input.focus(),
    /** @param {Token} token */
    add: (token) => add([token]),
    /** @param {string} operation */
    toggle(operation) {
      const isThere = tokens.some(({ field, value, not }) => field === 'op' && value === operation && !not);
      onTokens(isThere
        ? tokens.filter(({ field, value, not }) => !(field === 'op' && value === operation && !not))
        : unique([...tokens.filter(({ field, not, value }) => !(field === 'op' && not && value === operation)), { field: 'op', value: operation, not: false }]));
    },
    /** @param {Token[]} latest */
    set(latest) {
      tokens = latest;
      show();
    },
    /**
     * @param {number} matched changes that have passed
     * @param {number|null} all of how many; null if that is not known
     * @param {string} since
     */
    count(matched, all, since) {
      const text = `${number(matched)}${all === null ? '' : ` of ${number(all)}`}${since && ` since ${since}`}`;
      if (counted.textContent !== text) {
        counted.replaceChildren(element('b', '', number(matched)), text.slice(number(matched).length));
      }
    },
  };
}
