import { idOf } from './cards.js';
import { isAfter } from '../client/client.js';
import { as } from '../shared/dom.js';
import { absolute } from '../shared/format.js';
import { sentence } from '../shared/gap-words.js';

/**
 * Rows between the changes that tell of a time in which nothing came: MongoDB was away, or this
 * page was. Each stands after the last change before that time.
 *
 * @typedef {object} Note
 * @property {'unreachable'|'paused'|'failed'|'disconnected'} reason
 * @property {number} from ms
 * @property {number|null} to ms; null while it lasts
 * @property {string} after the position of the last change before it
 * @property {boolean|null} lost null while that is not known
 *
 * @typedef {object} Entry
 * @property {Note} note
 * @property {HTMLElement|null} row null while its place has not been reached
 */

/** @type {Record<string, string>} */
const ENDINGS = { true: ' Changes were missed: see the gap.', false: ' Nothing was lost.' };
/**
 * @param {object} options
 * @param {HTMLElement} options.list the cards
 * @param {string|null} options.origin a position that everything on the page lies after
 */
export function createOutageRows({ list, origin }) {
  /** @type {Map<string, Entry>} by what tells them apart */
  const known = new Map();
  let beginning = origin;

  // The server's rows tell the time in UTC.
  for (const element of list.querySelectorAll('.outage')) {
    const row = as(HTMLElement, element);
    const { from = '', to = '', after = '', lost } = row.dataset;
    const reason = /** @type {Note['reason']} */ (row.dataset.reason);
    const note = { reason, after, from: Date.parse(from), to: Date.parse(to), lost: lost === 'true' };
    known.set(from, { note, row });
    fill(row, note);
  }

  /**
   * @param {HTMLElement} row
   * @param {Note} note
   */
  function fill(row, note) {
    const { from, to, lost } = note;
    const text = sentence(note) + (lost === null ? '' : ENDINGS[String(lost)]);
    if (row.textContent !== text) {
      row.textContent = text;
      row.title = to === null ? '' : `${absolute(new Date(from))} to ${absolute(new Date(to))}`;
    }
  }

  /** @param {Note} note */
  function insert(note) {
    const row = document.createElement('p');
    row.className = 'outage';
    row.setAttribute('role', 'listitem');
    let before = list.lastElementChild;
    while (before && isLater(before, note)) {
      before = before.previousElementSibling;
    }
    before ? before.after(row) : list.prepend(row);
    fill(row, note);
    return row;
  }

  /**
   * @param {Element} element a card or a row
   * @param {Note} note
   */
  function isLater(element, note) {
    const other = [...known.values()].find(({ row }) => row === element)?.note;
    if (!other) {
      return isAfter(idOf(element), note.after);
    }
    return isAfter(other.after, note.after) || (other.after === note.after && other.from > note.from);
  }

  return {
    /** @param {string} id of a card that has left the page */
    dropped(id) {
      beginning = id;
    },
    /**
     * @param {string} key what tells it from others
     * @param {Note} note one that is over
     */
    tell(key, note) {
      const entry = known.get(key) ?? { note, row: null };
      entry.note = note;
      known.set(key, entry);
      if (entry.row) {
        fill(entry.row, note);
      }
    },
    /**
     * Shows those whose place has been reached.
     * @param {string|null} id of the last change on the page
     * @param {boolean} all whether nothing else is to come before those further on
     */
    settle(id, all) {
      for (const [key, entry] of known) {
        const { note, row } = entry;
        if (beginning !== null && isAfter(beginning, note.after)) {
          row?.remove();
          known.delete(key);
        } else if (!row && (all || (id !== null && isAfter(id, note.after)))) {
          entry.row = insert(note);
        }
      }
    },
  };
}
