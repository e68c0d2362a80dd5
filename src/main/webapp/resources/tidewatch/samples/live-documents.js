import { documents } from '../client/documents.js';
import { as, byId } from '../shared/dom.js';
import { createConnectionBadge } from '../shared/connection-badge.js';
import { parse } from '../shared/exact-json.js';
import { count } from '../shared/format.js';
import { pollStatus } from '../shared/status-poller.js';

/**
 * The documents of a feed for a page that shows some of them: at most four times a second, with every
 * digit, and no more of them than a browser holds with ease. The header says how they are.
 */

const APART = 250; // ms: a burst of changes is shown once
const PATIENCE = 3_000; // ms, for a change that the database has confirmed
const MOST = 200_000;
const MOST_CHARACTERS = 128 * 1024 * 1024;

/**
 * @typedef {ReturnType<typeof followDocuments>} LiveDocuments
 */

/**
 * @param {object} options
 * @param {string} options.feed its name
 * @param {() => void} options.onShow there are other documents to show
 * @param {() => void} options.onEnd there will be none any more; the header says why
 * @param {(sentence: string) => void} options.onNews what somebody hears who does not see the header
 */
export function followDocuments({ feed, onShow, onEnd, onNews }) {
  const { base = '' } = document.body.dataset;
  const badge = createConnectionBadge({
    badge: byId('state'), cause: byId('cause'), reload: as(HTMLButtonElement, byId('reload')), onNews,
  });
  const status = pollStatus({ url: `${base}/api/feeds/${feed}`, onStatus: badge.status, onSilence() {} });
  let documentsRead = 0;
  let charactersRead = 0;
  let ended = false;
  let timer = 0;
  let shownAt = -APART;
  let phase = 'connecting';
  /** @type {ReadonlyMap<any, any>|null} */
  let shown = null;

  const source = documents({ feed, parse: readMessage });
  source.subscribe(told);
  status.ask();
  setInterval(badge.show, 1_000);

  /**
   * Counts what comes before the documents are there to be counted.
   * @param {string} text
   */
  function readMessage(text) {
    const message = parse(text);
    if (message.type === 'hello' || message.type === 'reset') {
      documentsRead = 0;
      charactersRead = 0;
    } else if (message.type === 'documents') {
      documentsRead += message.documents.length;
      charactersRead += text.length;
      if (documentsRead > MOST || charactersRead > MOST_CHARACTERS) {
        end(`There are more of them than a page can follow (${count(MOST, 'document')}, or 128 MiB).`);
      }
    }
    return message;
  }

  function told() {
    const { state } = source;
    if (ended) {
      return;
    }
    if (state.phase === 'refused') {
      end(`Tidewatch says: ${state.reason}.`);
      return;
    }
    if (state.phase !== phase && (state.phase === 'open' || state.phase === 'waiting')) {
      status.ask();
    }
    phase = state.phase;
    const place = state.current ? 'current' : shown ? 'behind' : 'unknown';
    badge.place({ place, age: null, held: false, silent: false });
    badge.connection(state);
    if (source.size > MOST) {
      end(`There are more of them than a page can follow (${count(MOST, 'document')}).`);
    } else if (state.current) {
      timer ||= setTimeout(show, Math.max(0, shownAt + APART - performance.now()));
    }
  }

  function show() {
    timer = 0;
    if (ended) {
      return;
    }
    shownAt = performance.now();
    const latest = source.getSnapshot();
    if (latest !== shown) {
      shown = latest;
      onShow();
    }
  }

  /** @param {string} why */
  function end(why) {
    ended = true;
    source.close();
    clearTimeout(timer);
    badge.connection({
      ...source.state, phase: 'refused', why: `${why} The list is as it was when it was read last. Reload for newer.`,
    });
    onEnd();
  }

  return {
    /** Whether what is here is the collection at one moment. */
    get isCurrent() {
      return !ended && source.state.current && source.state.phase === 'open';
    },
    /** Whether there are documents to show, be they of now or of before the connection was lost. */
    get hasDocuments() {
      return !ended && shown !== null;
    },
    get size() {
      return source.size;
    },
    values: () => source.values(),
    /** @param {any} id as `parse` reads it */
    has: (id) => source.has(id),
    /**
     * Waits until a document is here or not here, and shown so; no longer than some time.
     * @param {any} id
     * @param {boolean} here
     */
    async shows(id, here) {
      await until(() => source.has(id) === here || ended);
      if (!ended && timer) {
        clearTimeout(timer);
        show();
      }
    },
  };

  /** @param {() => boolean} holds */
  function until(holds) {
    return /** @type {Promise<void>} */ (new Promise((resolve) => {
      const late = setTimeout(done, PATIENCE);
      const unsubscribe = source.subscribe(() => holds() && done());
      function done() {
        clearTimeout(late);
        unsubscribe();
        resolve();
      }
      if (holds()) {
        done();
      }
    }));
  }
}
