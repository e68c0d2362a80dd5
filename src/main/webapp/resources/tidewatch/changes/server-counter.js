import { isAfter } from '../client/client.js';

/**
 * How many changes one server has seen since its start: what it said last, and what came to this
 * page since then. Where several servers answer at one address, it stays with the first that did;
 * the counts of two are of two things. No DOM.
 */

const MOST = 4_096; // ids kept; the first half is then taken as said
const OTHERS = 12; // answers of others after which a server is taken to be gone

export function createServerCounter() {
  /** @type {{started: string, changes: number|undefined, position: string|null}|null} */
  let said = null;
  /** @type {string[]} ids in order, of changes after that position */
  let later = [];
  let others = 0;

  return {
    /** How many; null before the first answer, and if the server does not tell. */
    get total() {
      return said?.changes === undefined ? null : said.changes + later.length;
    },
    /** When the server that is counted began; null before the first answer. */
    get started() {
      return said?.started ?? null;
    },
    /** The next answer decides which server it is: this page may be connected to another now. */
    release() {
      others = OTHERS;
    },
    /**
     * @param {Pick<import('../shared/status-poller.js').Status, 'started'|'changes'|'position'>} status
     * @returns {boolean} whether it is of the server that is counted
     */
    status({ started, changes, position: told }) {
      const position = told ?? null;
      if (said !== null && started !== said.started) {
        others += 1;
        if (others <= OTHERS) {
          return false;
        }
        said = null;
        later = [];
      }
      others = 0;
      if (said === null || said.position === null || (position !== null && !isAfter(said.position, position))) {
        later = later.filter((id) => position !== null && isAfter(id, position));
        said = { started, changes, position };
      }
      return true;
    },
    /** @param {string} id of a change that came */
    receive(id) {
      if (said === null || said.position === null || !isAfter(id, later.at(-1) ?? said.position)) {
        return; // what the server had counted already
      }
      later.push(id);
      if (later.length > MOST) {
        const half = later.splice(0, MOST / 2);
        said = { ...said, changes: said.changes && said.changes + half.length, position: half[half.length - 1] };
      }
    },
  };
}
