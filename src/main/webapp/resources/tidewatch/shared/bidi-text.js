import { tokens } from './mongosh-tokenizer.js';

/**
 * Shows text in the order in which it is stored. Text that runs from right to left reorders what is
 * beside it (Unicode Standard Annex 9), so each value is isolated; a character that shows nothing is
 * named. What is added is markup: the text, as it is selected and copied, stays what it is.
 */

/** The blocks of all letters and digits of the classes R, AL and AN. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ESCAPE = /(\\(?:u[0-9a-fA-F]{4}|.))/s;

/**
 * What has no glyph: controls but the tab and the line break, and what a font may leave out. A
 * variation selector and a joiner after a character beyond ASCII choose its glyph: an emoji's colour,
 * a letter's Persian form.
 */
const INVISIBLE = new RegExp([
  String.raw`(?![\t\n])\p{Cc}`,
  String.raw`[\u2028\u2029\ufff9-\ufffb]`,
  String.raw`(?<=[\0-\x7f\p{Default_Ignorable_Code_Point}]|^)\p{Variation_Selector}`,
  String.raw`(?<=[\0-\x7f\u200c\u200d]|^)[\u200c\u200d]`,
  String.raw`(?![\p{Variation_Selector}\u200c\u200d])\p{Default_Ignorable_Code_Point}`,
].join('|'), 'gu');

const INVISIBLE_OR_JOINER = new RegExp(String.raw`${INVISIBLE.source}|[\u200c\u200d]`, 'gu');

/**
 * @param {string} text in mongosh notation, or JSON
 * @returns {(string|Node)[]} the same; what is from right to left in an element each
 */
export function isolated(text) {
  if (!RIGHT_TO_LEFT.test(text)) {
    return [text];
  }
  /** @type {(string|Node)[]} */
  const pieces = [];
  let at = 0;
  for (const { kind, text: all, start } of tokens(text)) {
    const [token] = all.split('\n', 1); // what is cut has no end; its value ends with its line
    if (kind !== 'mark' && RIGHT_TO_LEFT.test(token)) {
      pieces.push(text.slice(at, start), token.includes('\\') ? withEscapes(token) : bdi(token));
      at = start + token.length;
    }
  }
  pieces.push(text.slice(at));
  return pieces.filter((piece) => piece !== '');
}

/**
 * An escape stays in one piece: its backslash has no direction, and its letter has one.
 * @param {string} token
 */
function withEscapes(token) {
  return bdi(...token.split(ESCAPE).map((part, at) => (at % 2 === 1 ? bdi(part) : part)));
}

/** @param {(string|Node)[]} content */
function bdi(...content) {
  const element = document.createElement('bdi');
  element.append(...content);
  return element;
}

/**
 * @param {string} text that is no notation: a name, a message, a sentence
 * @returns {(string|Node)[]} the same; what shows nothing in an element each, which names it
 */
export function marked(text) {
  /** @type {(string|Node)[]} */
  const pieces = [];
  let at = 0;
  for (const { 0: character, index } of text.matchAll(INVISIBLE)) {
    const mark = bdi(character);
    mark.className = 'mark';
    mark.dataset.code = `U+${Number(character.codePointAt(0)).toString(16).toUpperCase().padStart(4, '0')}`;
    pieces.push(text.slice(at, index), mark);
    at = index + character.length;
  }
  pieces.push(text.slice(at));
  return pieces.filter((piece) => piece !== '');
}

/**
 * @param {string} json
 * @returns {string} the same JSON; what shows nothing, and each joiner, as its escape
 */
export function escaped(json) {
  return json.replace(INVISIBLE_OR_JOINER, (character) => [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''));
}
