import { createEditor } from './json-editor.js';
import { idOf, partOfDocuments } from './list-part.js';
import { followDocuments } from './live-documents.js';
import { ask, trouble } from './live-list.js';
import { createStudent, idText } from './student-entry.js';
import { createStudentList } from './student-list.js';
import { as, byId, find, write } from '../shared/dom.js';
import { parse, write as json } from '../shared/exact-json.js';
import { count, number } from '../shared/format.js';
import { createLiveRegion } from '../shared/live-region.js';
import { parts } from '../shared/json-text.js';

/**
 * The page of the students: a part of the live documents of their feed, and the REST API for what
 * is written. If they cannot be followed, the list is what the REST API says.
 */

const LATE = 1_000; // ms, after which the list is read by itself

const list = byId('list');
const add = as(HTMLDetailsElement, byId('add'));
const next = as(HTMLAnchorElement, byId('next'));
const { base = '' } = document.body.dataset;
const students = `${base}/api/students`;
const most = Number(list.dataset.shown);
const liveRegion = createLiveRegion(byId('announcements'));
const rows = createStudentList({ list, create });
const live = list.dataset.feed ? follow(list.dataset.feed) : null;
let after = new URLSearchParams(location.search).get('after');

/** @param {string} feed */
function follow(feed) {
  setTimeout(() => !live?.hasDocuments && read(), LATE);
  return followDocuments({ feed, onShow: showLive, onEnd: read, onNews: liveRegion.say });
}

/** Shows this page's part of the live documents. */
function showLive() {
  const { before, part, isLast } = partOfDocuments(live?.values() ?? [], idOf(after), most);
  trouble('');
  show(new Map(part.map((student) => [idText(json(student._id)), json(student)])));
  showNext(isLast ? null : [...part].pop()._id);
  const total = count(live?.size ?? 0, 'student');
  write(byId('total'), part.length > 0 ? `${number(before + 1)} to ${number(before + part.length)} of ${total}` : total);
  byId('total').hidden = false;
}

/** Reads the list once. */
async function read() {
  try {
    const query = new URLSearchParams({ limit: String(most), ...(after !== null && { after }) });
    const response = await ask(`${students}?${query}`);
    const { students: part } = parse(await response.text());
    if (live?.hasDocuments) {
      return; // they have come meanwhile, and are newer
    }
    trouble('');
    show(new Map(part.map((/** @type {any} */ student) => [idText(json(student._id)), json(student)])));
    showNext(/rel="next"/.test(response.headers.get('Link') ?? '') ? part.at(-1)._id : null);
    byId('total').hidden = true;
  } catch (error) {
    trouble(`${error instanceof Error ? error.message : error} What is below may be out of date.`);
  }
}

/** @param {Map<string, string>} part the JSON of each student, by the _id as it is in addresses */
function show(part) {
  const news = rows.show(part, (student) => live?.hasDocuments === true && live.has(parse(student.json)._id));
  for (const [operation, times] of Object.entries(news)) {
    Array.from({ length: times }, () => liveRegion.change(operation));
  }
  byId('empty').hidden = part.size > 0 || after !== null;
  byId('first').hidden = after === null;
}

/** @param {any} last the _id that the next part begins after; null if this is the last part */
function showNext(last) {
  next.hidden = last === null;
  if (last !== null) {
    next.href = `?${new URLSearchParams({ after: idText(json(last)) })}`;
  }
}

/** Another part is in memory: it is shown without asking for the page again. */
function turn() {
  after = new URLSearchParams(location.search).get('after');
  rows.clear();
  showLive();
}

byId('main').addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (live?.hasDocuments && isPlain && link?.getAttribute('href')?.startsWith('?')) {
    event.preventDefault();
    history.pushState(null, '', link.href === `${location.origin}${location.pathname}?` ? location.pathname : link.href);
    turn();
    scrollTo(0, 0);
    byId('main').focus();
  }
});
addEventListener('popstate', () => (live?.hasDocuments ? turn() : location.reload()));

/**
 * @param {string} id as it is in addresses
 * @param {string} given
 */
function create(id, given) {
  const url = `${students}/${encodeURIComponent(id)}`;
  const key = parse(given)._id;
  return createStudent({
    json: given,
    async onSave(fields) {
      const response = await ask(url, { method: 'PUT', body: fields });
      rows.get(id)?.update(json(parse(await response.text())));
      liveRegion.say('Saved.');
    },
    async onDelete() {
      await ask(url, { method: 'DELETE' });
      await hasHappened(key, false);
      liveRegion.say('Deleted.');
    },
    onLeave: () => rows.release(id),
  });
}

/**
 * Waits until the list shows what was written.
 * @param {any} id
 * @param {boolean} here
 */
async function hasHappened(id, here) {
  await (live?.isCurrent ? live.shows(id, here) : read());
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
    const id = JSON.parse(String(new Map(parts(await response.text())).get('_id')));
    adder.field.value = BLANK;
    adder.field.focus();
    await hasHappened(id, true);
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
  const student = rows.get(id);
  if (student) {
    student.entry.scrollIntoView({ block: 'nearest' });
    adder.note('');
    liveRegion.say('Added.');
    return;
  }
  const link = document.createElement('a');
  const before = (BigInt(`0x${id}`) - 1n).toString(16).padStart(24, '0');
  link.href = `?${new URLSearchParams({ after: before })}`;
  link.textContent = 'Show it';
  adder.note('Added, on a later page. ', link);
}

if (!live) {
  document.body.dataset.state = 'stopped';
  const reload = as(HTMLButtonElement, byId('reload'));
  reload.hidden = false;
  reload.addEventListener('click', () => location.reload());
  read();
}
