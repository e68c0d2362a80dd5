import { createEditor, element, messageOf } from './json-editor.js';
import { escaped, isolated, marked } from '../shared/bidi-text.js';
import { object, parts, pretty } from '../shared/json-text.js';

/**
 * One student in the list: the document, and what can be done with it. What the database holds only
 * ever becomes a text node.
 */

const LONG = 2_000; // characters; an editor has all of them

/**
 * @param {object} options
 * @param {string} options.json the document
 * @param {(fields: string) => Promise<void>} options.onSave the fields to set; throws an Error
 * @param {() => Promise<void>} options.onDelete likewise
 * @param {() => void} options.onLeave nothing is written here any more, and the focus is elsewhere
 */
export function createStudent({ json: given, onSave, onDelete, onLeave }) {
  let json = '';
  /** @type {ReturnType<typeof createEditor>|null} */
  let editor = null;
  let isGone = false;
  let removing = false;
  let saving = false;
  const entry = element('li', { className: 'entry' });
  const title = element('h2', { dir: 'auto' });
  const id = element('code', { className: 'id', dir: 'auto' });
  const edit = element('button', { type: 'button' });
  const remove = element('button', { type: 'button' });
  const acts = element('span', { className: 'acts' });
  acts.append(edit, remove);
  const top = element('div', { className: 'top' });
  top.append(title, id, acts);
  const text = element('pre', {});
  const error = element('p', { className: 'notice', hidden: true });
  error.setAttribute('role', 'alert');
  entry.append(top, text, error);

  edit.addEventListener('click', () => {
    if (editor) {
      close();
    } else if (!isGone) {
      open();
    }
  });
  remove.addEventListener('click', async () => {
    if (removing || isGone) {
      return;
    }
    if (!remove.classList.contains('sure')) {
      askFirst(true);
      return;
    }
    removing = true; // not disabled: a button that is loses the focus
    try {
      await onDelete();
    } catch (problem) {
      complain(messageOf(problem));
    }
    removing = false;
    askFirst(false);
  });
  remove.addEventListener('blur', () => askFirst(false));
  remove.addEventListener('keydown', (event) => event.key === 'Escape' && askFirst(false));
  entry.addEventListener('focusout', ({ relatedTarget }) => {
    const stays = relatedTarget instanceof Node && entry.contains(relatedTarget);
    if (!editor && !stays && document.hasFocus()) { // else the whole window has lost it
      onLeave();
    }
  });

  /** @param {string} sentence */
  function complain(sentence) {
    error.replaceChildren(...marked(sentence));
    error.hidden = sentence === '';
  }

  /**
   * What cannot be taken back takes two clicks.
   * @param {boolean} asking
   */
  function askFirst(asking) {
    remove.classList.toggle('sure', asking);
    name(remove, asking ? 'Really delete' : 'Delete');
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {string} verb
   */
  function name(button, verb) {
    const whose = element('span', { className: 'unseen' });
    whose.append(' ', ...marked(String(title.textContent)));
    button.replaceChildren(verb, whose);
  }

  function open() {
    const before = escaped(json);
    const fields = parts(before).filter(([key]) => key !== '_id');
    editor = createEditor({
      label: 'The student’s fields, as JSON',
      hint: 'Only the fields that you change are saved. Ctrl+Enter saves, Escape leaves.',
      text: pretty(escaped(object(fields))),
      save: 'Save',
      onCancel: close,
      async onSave(typed) {
        const changed = changes(before, typed);
        saving = true;
        try {
          if (changed !== null) {
            await onSave(changed);
          }
        } finally {
          saving = false;
        }
        close();
      },
    });
    text.hidden = true;
    entry.append(editor.form);
    edit.setAttribute('aria-expanded', 'true');
    editor.field.focus();
  }

  function close() {
    editor?.form.remove();
    editor = null;
    text.hidden = false;
    edit.setAttribute('aria-expanded', 'false');
    edit.focus();
    if (isGone) {
      onLeave();
    }
  }

  /**
   * @param {string} latest the document
   * @returns {boolean} whether it is another than before
   */
  function update(latest) {
    if (isGone) {
      setGone(false);
      complain('');
    }
    if (latest === json) {
      return false;
    }
    json = latest;
    const members = new Map(parts(json));
    const key = idText(String(members.get('_id')));
    const nameJson = members.get('name');
    const named = nameJson?.startsWith('"') ? JSON.parse(nameJson) : '';
    title.replaceChildren(...marked(named.trim() === '' ? key : named));
    id.replaceChildren(...marked(key));
    const whole = pretty(escaped(object([...members].filter(([field]) => field !== '_id'))));
    text.replaceChildren(...isolated(whole.length > LONG ? `${whole.slice(0, LONG)}…` : whole));
    name(edit, 'Edit');
    askFirst(false);
    if (!saving) { // else it may be what is saved
      editor?.note('Somebody else has just changed this student. What you save sets only the fields that you change.');
    }
    return true;
  }

  /** @param {boolean} is */
  function setGone(is) {
    isGone = is;
    entry.classList.toggle('gone', is);
    edit.setAttribute('aria-disabled', String(is));
    remove.setAttribute('aria-disabled', String(is)); // not disabled: a button that is loses the focus
  }

  update(given);
  return {
    entry,
    update,
    get json() {
      return json;
    },
    /** Whether a reader is here: something is being written, or the focus is here. */
    get isHeld() {
      return editor !== null || (!removing && entry.contains(document.activeElement));
    },
    /** It has been deleted. */
    gone() {
      if (isGone || removing) {
        return;
      }
      setGone(true);
      entry.classList.remove('fresh');
      if (editor) {
        editor.note('Somebody else has just deleted this student: it cannot be saved any more.');
      } else {
        complain('Somebody else has just deleted this student.');
      }
    },
  };
}

/**
 * The fields that differ, as an object; null if none does. A text that is no object is given as it
 * is: the server says best what is wrong with it.
 * @param {string} before
 * @param {string} typed
 * @returns {string|null}
 */
export function changes(before, typed) {
  try {
    const value = JSON.parse(typed);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      return typed;
    }
  } catch {
    return typed;
  }
  const old = new Map(parts(before));
  const members = parts(typed);
  const names = members.map(([name]) => name);
  const removed = [...old.keys()].filter((name) => name !== '_id' && !names.includes(name));
  if (removed.length > 0) {
    throw new Error(`A field cannot be taken away here, only changed: put “${removed[0]}” back, or set it to null.`);
  }
  if (new Set(names).size < names.length) {
    return typed;
  }
  const changed = members.filter(([name, value]) => old.get(name) !== value);
  return changed.length === 0 ? null : object(changed);
}

/**
 * An `_id` as it is in addresses.
 * @param {string} json
 */
export function idText(json) {
  const text = json.startsWith('"') ? JSON.parse(json) : null;
  return text !== null && !text.startsWith('{') ? text : `{"_id":${json}}`;
}
