import { isolated } from '../shared/bidi-text.js';
import { count } from '../shared/format.js';
import { difference, folded, said } from './difference.js';
import { button, element } from './element.js';

/**
 * The tab Difference: lines that went and came, and what to do where the document before is not known.
 *
 * @typedef {import('../client/client.js').Change} Change
 */

/**
 * @param {HTMLElement} panel
 * @param {Change} change
 * @param {{before?: any, after?: any}} documents
 * @param {{hasImages: boolean, feed: string, onHistory: () => void}} about
 */
export function showDifference(panel, change, { before, after }, about) {
  if (before !== undefined && after !== undefined) {
    panel.append(block(difference(before, after)));
    return;
  }
  const lines = said(change);
  if (lines.length > 0) {
    panel.append(element('p', 'hint', 'What the update says; the document before it is not part of the change.'), block(lines));
  } else if (after) {
    panel.append(element('p', 'hint', 'The document before is not part of the change.'), block(difference(null, after)));
  } else {
    panel.append(element('p', 'hint', 'The change does not tell what the document was.'));
  }
  if (change.documentKey) {
    panel.append(remedy(change, about));
  }
}

/**
 * @param {Change} change
 * @param {{hasImages: boolean, feed: string, onHistory: () => void}} about
 */
function remedy({ ns }, { hasImages, feed, onHistory }) {
  const collMod = `db.getSiblingDB(${JSON.stringify(ns?.db)}).runCommand({ collMod: ${JSON.stringify(ns?.coll)}, changeStreamPreAndPostImages: { enabled: true } })`;
  const setting = `tidewatch.feed.${feed}.full-document-before-change=whenAvailable`;
  const section = element('div', 'remedy');
  section.append(element('p', 'hint', 'The history of the document may hold what it was: '), button('Look in its history', onHistory));
  section.append(element('p', 'hint', hasImages
    ? 'This feed asks MongoDB for the documents before; of this one it has none, or the feed’s settings do not pass it on:'
    : 'To have it in each change, let MongoDB keep the documents, and let the feed ask for them:'));
  section.append(element('pre', '', collMod), element('pre', '', setting));
  return section;
}

/** @param {import('./difference.js').Line[]} lines */
function block(lines) {
  const pre = element('pre', 'difference');
  for (const run of folded(lines)) {
    if (Array.isArray(run)) {
      pre.append(...run.map(lineOf));
    } else {
      const fold = button(`${count(run.folded.length, 'unchanged line')}`, () => {
        fold.replaceWith(...run.folded.map(lineOf));
      });
      fold.className = 'fold';
      pre.append(fold);
    }
  }
  return pre;
}

/** @param {import('./difference.js').Line} line */
function lineOf({ sign, text }) {
  const line = element(sign === '-' ? 'del' : sign === '+' ? 'ins' : 'span', 'line');
  line.dataset.sign = sign;
  line.append(...isolated(text), '\n');
  return line;
}
