import { byId } from '../shared/dom.js';

/**
 * The rows of the students. Nothing is taken away under the reader: a row that is being written in,
 * or that has the focus, stays until that is over, and says what has become of its student.
 *
 * @typedef {ReturnType<typeof import('./student-entry.js').createStudent>} Student
 */

/**
 * @param {object} options
 * @param {HTMLElement} options.list
 * @param {(id: string, json: string) => Student} options.create makes a row
 */
export function createStudentList({ list, create }) {
  /** @type {Map<string, Student>} by the _id, as it is in addresses */
  let rows = new Map();
  /** @type {Map<string, string>} the rows that belong here, in their order */
  let wanted = new Map();
  let isNew = true;

  /**
   * @param {Map<string, string>} students the JSON of each, in their order
   * @param {(student: Student) => boolean} exists whether one that is not among them is still there
   * @returns {{insert: number, update: number, delete: number}} what the reader sees happen
   */
  function show(students, exists) {
    const news = { insert: 0, update: 0, delete: 0 };
    wanted = students;
    /** @type {Map<string, Student>} */
    const latest = new Map();
    for (const [id, json] of students) {
      const known = rows.get(id);
      const student = known ?? create(id, json);
      const isUpdated = known?.update(json) ?? false;
      student.entry.classList.toggle('fresh', isUpdated || (!known && !isNew));
      news.update += isUpdated ? 1 : 0;
      news.insert += known || isNew ? 0 : 1;
      latest.set(id, student);
    }
    const order = [...latest.keys()];
    let place = 0;
    for (const [id, student] of rows) {
      if (latest.has(id)) {
        place = order.indexOf(id) + 1;
        continue;
      }
      if (!exists(student)) {
        news.delete += 1;
        student.gone();
      }
      if (student.isHeld) {
        order.splice(place, 0, id); // behind the one that it was behind
        place += 1;
        latest.set(id, student);
      }
    }
    rows = new Map(order.map((id) => [id, /** @type {Student} */ (latest.get(id))]));
    isNew = false;
    arrange();
    return news;
  }

  /** Moves nothing that is in its place: that would end a selection and a focus in it. */
  function arrange() {
    const entries = [...rows.values()].map(({ entry }) => entry);
    const keep = new Set(/** @type {Element[]} */ (entries));
    const focused = document.activeElement;
    [...list.children].filter((entry) => !keep.has(entry)).forEach((entry) => entry.remove());
    entries.forEach((entry, at) => {
      if (list.children[at] !== entry) {
        list.insertBefore(entry, list.children[at] ?? null);
      }
    });
    if (focused && focused !== document.body && !focused.isConnected) {
      byId('main').focus(); // or the next Tab would begin at the top of the page
    }
  }

  return {
    show,
    /** @param {string} id */
    get: (id) => (wanted.has(id) ? rows.get(id) : undefined),
    /**
     * The reader has left a row: it goes if it does not belong here any more.
     * @param {string} id
     */
    release(id) {
      if (!wanted.has(id) && rows.delete(id)) {
        arrange();
      }
    },
    /** Another part of the list comes, of which no row is here. */
    clear() {
      rows = new Map();
      isNew = true;
    },
  };
}
