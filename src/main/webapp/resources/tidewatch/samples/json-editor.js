import { marked } from '../shared/bidi-text.js';

/**
 * A form that holds one JSON document, with its buttons and what is wrong with it. Keys: Ctrl+Enter
 * or ⌘+Enter saves, Escape leaves.
 */

let editors = 0;

/**
 * @param {object} options
 * @param {string} options.label of the field
 * @param {string} options.hint what saving does
 * @param {string} options.text to begin with
 * @param {string} options.save the button's name
 * @param {(text: string) => Promise<void>} options.onSave throws an Error that says why not
 * @param {() => void} options.onCancel
 * @returns {{form: HTMLFormElement, field: HTMLTextAreaElement, note: (...said: (string|Node)[]) => void}}
 */
export function createEditor({ label, hint, text, save, onSave, onCancel }) {
  editors += 1;
  const id = `editor-${editors}`;
  const form = document.createElement('form');
  const field = element('textarea', { id, className: 'json', spellcheck: false, value: text });
  field.rows = Math.min(20, text.split('\n').length + 1);
  const note = element('p', { className: 'notice', hidden: true });
  note.setAttribute('role', 'status');
  const error = element('p', { className: 'notice', id: `${id}-error`, hidden: true });
  error.setAttribute('role', 'alert');
  const help = element('p', { id: `${id}-hint`, textContent: hint, className: 'id' });
  field.setAttribute('aria-describedby', `${help.id} ${error.id}`);
  const submit = element('button', { type: 'submit', textContent: save });
  const cancel = element('button', { type: 'button', textContent: 'Cancel' });
  const acts = element('p', { className: 'acts' });
  acts.append(submit, cancel);
  form.append(element('label', { htmlFor: id, textContent: label }), note, field, error, help, acts);

  let saving = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (saving) {
      return;
    }
    saving = true; // not disabled: a button that is loses the focus
    try {
      await onSave(field.value);
      fail('');
    } catch (problem) {
      fail(messageOf(problem));
      field.focus();
    }
    saving = false;
  });
  cancel.addEventListener('click', onCancel);
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      onCancel();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      form.requestSubmit();
    }
  });

  /** @param {string} sentence */
  function fail(sentence) {
    error.replaceChildren(...marked(sentence));
    error.hidden = sentence === '';
    field.setAttribute('aria-invalid', String(sentence !== ''));
  }

  return {
    form,
    field,
    note(...said) {
      note.replaceChildren(...said);
      note.hidden = note.textContent === '';
    },
  };
}

/**
 * What a person is told of an error.
 * @param {unknown} error
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * An element with these properties.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Partial<HTMLElementTagNameMap[N]>} properties
 * @returns {HTMLElementTagNameMap[N]}
 */
export function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
