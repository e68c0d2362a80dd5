import { logIn } from '../shared/login.js';
import { parts } from '../shared/json-text.js';

/**
 * Asks the server for changes, a page of them at a time. Each is given as it was written, because
 * what JavaScript makes of a number may not be what is stored.
 *
 * @typedef {object} Answer
 * @property {{id: string, json: string}[]} changes
 * @property {any|null} gap
 * @property {string|null} position where the next poll goes on
 */

const PATIENCE = 15_000;

/** An answer that is no changes, with the server's words. */
export class PollError extends Error {
  /**
   * @param {number} status 0 if there was no answer
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {string} url of the feed's changes
 * @param {[string, string][]} parameters
 * @param {{signal?: AbortSignal, json?: string}} [how] signal: ends it; json: the form of the changes
 * @returns {Promise<Answer>}
 */
export async function poll(url, parameters, { signal, json = 'canonical' } = {}) {
  const limit = AbortSignal.timeout(PATIENCE);
  const response = await fetch(`${url}?${new URLSearchParams([...parameters, ['json', json]])}`, {
    headers: { Accept: 'application/json' }, cache: 'no-store', signal: signal ? AbortSignal.any([limit, signal]) : limit,
  }).catch((error) => {
    signal?.throwIfAborted();
    throw new PollError(0, `Tidewatch does not answer (${error.name}).`);
  });
  if (response.status === 401) {
    logIn();
  }
  const text = await response.text();
  if (!response.ok) {
    throw new PollError(response.status, detailOf(text) ?? `The server answers with ${response.status}.`);
  }
  const members = new Map(parts(text));
  const position = members.get('position');
  return {
    changes: parts(members.get('changes') ?? '[]').map(([, each]) => {
      const change = new Map(parts(each));
      return { id: JSON.parse(String(change.get('id'))), json: String(change.get('change')) };
    }),
    gap: members.has('gap') ? JSON.parse(String(members.get('gap'))) : null,
    position: position ? JSON.parse(position) : null,
  };
}

/** @param {string} text */
function detailOf(text) {
  try {
    return JSON.parse(text).detail;
  } catch {
    return null;
  }
}
