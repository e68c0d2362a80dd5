import { closing } from './mongosh-tokenizer.js';

/**
 * JSON as text. Values are never made of it and written again: a number may have more digits than
 * JavaScript keeps, and a document has to come back as it was.
 */

/** Where a number or a word ends. Finds one character: a pattern of a whole token recurses per character. */
const END = /[\s{}[\],:"]/g;

/**
 * @param {string} json well-formed
 * @returns {Generator<string>} without white space
 */
function* tokens(json) {
  let at = 0;
  while (at < json.length) {
    const start = at;
    if (json[at] === '"') {
      at = closing(json, at);
    } else if (json[at] <= ' ' || '{}[],:'.includes(json[at])) {
      at += 1;
    } else {
      END.lastIndex = at;
      at = END.exec(json)?.index ?? json.length;
    }
    if (json[start] > ' ') {
      yield json.slice(start, at);
    }
  }
}

/**
 * The members of an object, or the elements of an array.
 * @param {string} json of one of them, and well-formed
 * @returns {[string, string][]} the name (of an element: its number) and the value as it is
 *   written, without white space
 */
export function parts(json) {
  /** @type {[string, string][]} */
  const found = [];
  /** @type {string|null} */
  let name = null;
  let value = '';
  let depth = 0;
  const close = () => {
    if (value) {
      found.push([name === null ? String(found.length) : JSON.parse(name), value]);
    }
    name = null;
    value = '';
  };
  for (const token of tokens(json)) {
    depth -= '}]'.includes(token) ? 1 : 0;
    if (depth === 1 && token === ',') {
      close();
    } else if (depth === 1 && token === ':') {
      name = value;
      value = '';
    } else if (depth > 0) {
      value += token; // not the brackets around everything
    }
    depth += '{['.includes(token) ? 1 : 0;
  }
  close();
  return found;
}

/**
 * @param {[string, string][]} members as `parts` has them
 * @returns {string} the object
 */
export function object(members) {
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}

/**
 * @param {string} json well-formed
 * @returns {string} the same over several lines
 */
export function pretty(json) {
  let before = '';
  let depth = 0;
  let text = '';
  for (const token of tokens(json)) {
    const closes = '}]'.includes(token);
    const empty = closes && before !== '' && '{['.includes(before);
    depth -= closes ? 1 : 0;
    if (before !== '' && !empty && (closes || '{[,'.includes(before))) {
      text += `\n${'  '.repeat(depth)}`;
    }
    text += token === ':' ? ': ' : token;
    depth += '{['.includes(token) ? 1 : 0;
    before = token;
  }
  return text;
}
