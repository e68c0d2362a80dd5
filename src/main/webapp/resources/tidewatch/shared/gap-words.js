/**
 * What to say of changes and times that are not there.
 *
 * @typedef {object} Interruption a time in which nothing came
 * @property {'unreachable'|'paused'|'failed'|'disconnected'} reason
 * @property {number} from ms
 * @property {number|null} to ms; null while it lasts
 */

import { clock } from './format.js';

/** @type {Record<string, string>} by the gap's reason */
const GAPS = {
  'history-lost': 'Changes were missed here and cannot be had any more: '
    + 'MongoDB’s history no longer reaches back to them.',
  oversized: 'A change was missed here and cannot be had: it was too large for MongoDB to hand over.',
  unreadable: 'A change was missed here and cannot be had: '
    + 'MongoDB could not produce it as the feed’s settings ask for it.',
  'pipeline-changed': 'Changes may have been missed here: '
    + 'the feed’s pipeline was changed, and what came before cannot be asked for any more.',
  'no-image': 'Changes were missed here and cannot be had any more: '
    + 'MongoDB no longer has the documents that decide whether you may see them.',
};

const BEGINNINGS = {
  unreachable: 'MongoDB could not be reached',
  paused: 'The watch was paused',
  failed: 'The watch of MongoDB was interrupted',
  disconnected: 'This page was disconnected',
};
const LASTING = {
  unreachable: 'MongoDB cannot be reached',
  paused: 'The watch is paused',
  failed: 'The watch of MongoDB is interrupted',
  disconnected: 'This page is disconnected',
};

/** @param {string|null|undefined} reason */
export function gapSentence(reason) {
  return GAPS[reason ?? ''] ?? 'Changes were missed here and cannot be had any more.';
}

/**
 * @param {Interruption} interruption
 * @returns {string} what happened and when, a sentence
 */
export function sentence({ reason, from, to }) {
  const time = (/** @type {number} */ at) => clock(new Date(at), true);
  return to === null
    ? `${LASTING[reason]} since ${time(from)}.`
    : `${BEGINNINGS[reason]} from ${time(from)} to ${time(to)}.`;
}
