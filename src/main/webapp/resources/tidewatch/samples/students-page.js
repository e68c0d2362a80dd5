import { createEditor } from './json-editor.js';
import { ask, keepLive, partOf, showNext } from './live-list.js';
import { createStudent, idText } from './student-entry.js';
import { as, byId, find } from '../shared/dom.js';
import { parts } from '../shared/json-text.js';

/** The page of the students: wires the list to the REST API and to the feed. */

const list = byId('list');
const add = as(HTMLDetailsElement, byId('add'));
const { base = '' } = document.body.dataset;
const students = `${base}/api/students`;
const { after, query } = partOf(list);
const ours = /^[0-9a-f]{24}$/;

/** @type {Map<string, ReturnType<typeof createStudent>>} by the _id, as it is in addresses */
let shown = new Map();
let first = true;

/**
 * @param {Response} response
 * @param {string} text
 */
function show(response, text) {
  const entries = new Map();
  for (const [, json] of parts(parts(text)[0][1])) {
    const id = idOf(json);
    const known = shown.get(id);
    const student = known ?? create(id, json);
    const changed = known ? known.update(json) : !first;
    student.entry.classList.toggle('fresh', changed);
    entries.set(id, student);
  }
  for (const [id, student] of shown) {
    if (!entries.has(id) && student.busy) {
      student.gone();
      entries.set(id, student); // what is being written there stays until its author leaves it
    }
  }
  const focused = document.activeElement;
  arrange([...entries.values()].map((student) => student.entry));
  shown = entries;
  first = false;
  if (focused && focused !== document.body && !focused.isConnected) {
    byId('main').focus(); // or the next Tab would begin at the top of the page
  }
  byId('empty').hidden = entries.size > 0;
  showNext(response);
}

/**
 * Moves nothing that is in its place: that would end a selection and a focus in it.
 * @param {Element[]} wanted
 */
function arrange(wanted) {
  const keep = new Set(wanted);
  [...list.children].filter((entry) => !keep.has(entry)).forEach((entry) => entry.remove());
  wanted.forEach((entry, at) => {
    if (list.children[at] !== entry) {
      list.insertBefore(entry, list.children[at] ?? null);
    }
  });
}

/**
 * @param {string} json a student
 * @returns {string} its _id, as it is in addresses
 */
function idOf(json) {
  return idText(String(new Map(parts(json)).get('_id')));
}

/**
 * @param {string} id
 * @param {string} json
 */
function create(id, json) {
  const url = `${students}/${encodeURIComponent(id)}`;
  return createStudent({
    json,
    async onSave(fields) {
      await ask(url, { method: 'PUT', body: fields });
      await refresh();
      say('Saved.');
    },
    async onDelete() {
      await ask(url, { method: 'DELETE' });
      await refresh();
      say('Deleted.');
    },
  });
}

/**
 * Whether it may be seen: one past the end, or before the beginning of this page, is not.
 * @param {import('../client/client.js').Change} change
 */
function matters({ operationType, documentKey }) {
  const key = documentKey?._id;
  const id = typeof key === 'string' ? key : null;
  if (id === null || shown.has(id)) {
    return true;
  }
  if (operationType === 'update' || operationType === 'replace') {
    return false;
  }
  const last = [...shown.keys()].at(-1) ?? '';
  // only ours are compared: how other ones are sorted is the database's business
  const past = ours.test(id) && ours.test(last) && id > last && !byId('next').hidden;
  return !past && !(after !== null && ours.test(after) && ours.test(id) && id < after);
}

const BLANK = '{\n  "name": ""\n}';
const adder = createEditor({
  label: 'A new student, as a JSON object',
  hint: 'Any fields, such as "course": "Physics" and "gpa": 3.9. Ctrl+Enter adds, Escape leaves.',
  text: BLANK,
  save: 'Add',
  onCancel() {
    add.open = false;
    find(add, 'summary').focus();
  },
  async onSave(text) {
    const response = await ask(students, { method: 'POST', body: text });
    const id = idOf(await response.text());
    adder.field.value = BLANK;
    adder.field.focus();
    await refresh();
    tellWhere(id);
  },
});
adder.field.rows = 5;
add.append(adder.form);
add.classList.add('adder');
add.addEventListener('toggle', () => {
  if (add.open) {
    adder.field.focus();
    const end = BLANK.indexOf('""') + 1;
    if (adder.field.value === BLANK) {
      adder.field.setSelectionRange(end, end);
    }
  }
});

/**
 * A new one comes last, and the last page may be far.
 * @param {string} id
 */
function tellWhere(id) {
  const student = shown.get(id);
  if (student) {
    student.entry.scrollIntoView({ block: 'nearest' });
    adder.note('');
    say('Added.');
    return;
  }
  const link = document.createElement('a');
  const before = (BigInt(`0x${id}`) - 1n).toString(16).padStart(24, '0');
  link.href = `?${new URLSearchParams({ after: before })}`;
  link.textContent = 'Show it';
  adder.note('Added, on a later page. ', link);
}

const { refresh, say } = keepLive({ feed: 'students', url: `${students}?${query}`, show, matters });
