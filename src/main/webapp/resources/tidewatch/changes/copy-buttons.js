import { idOf } from './cards.js';
import { as, byId, find } from '../shared/dom.js';
import { parts, pretty } from '../shared/json-text.js';

/**
 * Copy buttons: `<button data-copy="ID" hidden>` copies the text of every `code` in #ID. They are
 * hidden until here, since without a script they could not do it.
 *
 * @param {(sentence: string) => void} say tells who does not see the button change
 */
export function enableCopyButtons(say) {
  for (const element of document.querySelectorAll('button[data-copy]')) {
    const button = as(HTMLButtonElement, element);
    button.hidden = false;
    button.addEventListener('click', () => {
      const source = byId(String(button.dataset.copy));
      const lines = [...source.querySelectorAll('code')].map((code) => code.textContent);
      tell(button, copy(lines.join('\n'), source), say);
    });
  }
}

/**
 * The copy buttons of cards. They copy all of a change: also of one that is folded, and of one that
 * the server has cut, which it is then asked for.
 *
 * @param {object} options
 * @param {HTMLElement} options.list
 * @param {string} options.url where changes are polled
 * @param {(sentence: string) => void} options.say as above
 */
export function enableCardCopy({ list, url, say }) {
  list.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('.copy') : null;
    if (button) {
      const card = as(HTMLElement, button.closest('.card'));
      tell(button, wholeText(card, url).then((text) => copy(text, find(card, 'pre'))), say);
    }
  });
}

/**
 * In mongosh notation; what is cut there as JSON; and what is no longer there with the note that it is cut.
 * @param {HTMLElement} card
 * @param {string} url
 * @returns {Promise<string>}
 */
async function wholeText(card, url) {
  const { after } = card.dataset;
  const shown = String(find(card, 'pre').textContent);
  if (!after) {
    return shown;
  }
  try {
    const response = await fetch(`${url}?${new URLSearchParams({ after, limit: '1' })}`, { headers: { Accept: 'application/json' } });
    const list = String(new Map(parts(await response.text())).get('changes'));
    const change = new Map(parts(parts(list)[0][1]));
    return change.get('id') === JSON.stringify(idOf(card)) ? pretty(String(change.get('change'))) : shown;
  } catch {
    return shown;
  }
}

/** @type {WeakMap<Element, number>} */
const backs = new WeakMap();

/**
 * @param {Element} button
 * @param {Promise<boolean>} copying
 * @param {(sentence: string) => void} say
 */
async function tell(button, copying, say) {
  const label = find(button, '.label');
  label.textContent = (await copying) ? 'Copied' : 'Selected';
  say(`${label.textContent}.`);
  clearTimeout(backs.get(button));
  backs.set(button, setTimeout(() => {
    label.textContent = 'Copy';
  }, 2_000));
}

/**
 * @param {string} text
 * @param {Element} source
 * @returns {Promise<boolean>} false if it is merely selected
 */
async function copy(text, source) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Over plain http (except on localhost) there is no clipboard: select it for the reader.
    getSelection()?.selectAllChildren(source);
    return document.execCommand('copy');
  }
}
