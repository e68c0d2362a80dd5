/**
 * Reads mongosh notation (`{ _id: ObjectId('…'), n: Long('9007199254740993') }`), the text of a
 * card, as far as the page needs: to find a value, and to tell names from values.
 *
 * Values are found in this text, and not in the parsed JSON, because JSON.parse rounds integers
 * beyond 2^53; the text has every digit.
 */

const TOKEN = new RegExp([
  String.raw`['"\x60/]`, // opens a string, or a regular expression: a slash stands nowhere else
  String.raw`[\p{L}_$]`, // begins a name, a constructor, true or null
  String.raw`-?(?:\d[\d.]*(?:[eE][+-]?\d+)?|Infinity)`, // numbers
  String.raw`[{}[\](),:]`,
].join('|'), 'gu');

const NAME_START = /^[\p{L}_$]/u;
/** Where a name ends. Finds one character: a pattern of the whole name recurses per character. */
const NAME_END = /[^\p{L}\p{N}_$]/gu;

/**
 * @typedef {object} Token
 * @property {'name'|'string'|'value'|'mark'} kind name: before a colon; mark: punctuation
 * @property {string} text
 * @property {number} start
 * @property {number} end
 * @property {number} depth how many brackets are open around it (a bracket counts as inside itself)
 */

/**
 * @param {string} text
 * @returns {Generator<Token>}
 */
export function* tokens(text) {
  const pattern = new RegExp(TOKEN); // its own place in the text
  let depth = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const start = match.index;
    if ('\'"`/'.includes(match[0])) {
      pattern.lastIndex = closing(text, start);
    } else if (NAME_START.test(match[0])) {
      NAME_END.lastIndex = start;
      pattern.lastIndex = NAME_END.exec(text)?.index ?? text.length;
    }
    const end = pattern.lastIndex;
    const token = text.slice(start, end);
    if ('{[('.includes(token)) {
      depth += 1;
    }
    yield { kind: kindOf(token, text, end), text: token, start, end, depth };
    if ('}])'.includes(token)) {
      depth -= 1;
    }
  }
}

/**
 * Where a quoted text ends. By hand: a pattern overflows its stack on a string of megabytes.
 * @param {string} text
 * @param {number} start of its opening quote
 * @returns {number}
 */
export function closing(text, start) {
  let at = start + 1;
  while (at < text.length && text[at] !== text[start]) {
    at += text[at] === '\\' ? 2 : 1;
  }
  return Math.min(at + 1, text.length);
}

/**
 * @param {string} token
 * @param {string} text
 * @param {number} end
 * @returns {Token['kind']}
 */
function kindOf(token, text, end) {
  if ('{}[](),:'.includes(token)) {
    return 'mark';
  }
  if (/^\s*:/.test(text.slice(end, end + 3))) {
    return 'name';
  }
  return '\'"`'.includes(token[0]) ? 'string' : 'value';
}

/**
 * The notation of the value at a path of names from the outermost document.
 * @param {string} text
 * @param {...string} path
 * @returns {string|null} null if there is none
 */
export function valueAt(text, ...path) {
  let found = 0; // how many names of the path are matched; the next is looked for one level deeper
  let start = -1;
  for (const token of tokens(text)) {
    if (start >= 0) {
      if ((token.text === ',' || token.text === '}') && token.depth === found) {
        return text.slice(start, token.start).trim();
      }
    } else if (token.kind === 'name' && token.depth === found + 1 && bare(token.text) === path[found]) {
      found += 1;
      if (found === path.length) {
        start = text.indexOf(':', token.end) + 1;
      }
    } else if (found > 0 && token.text === '}' && token.depth === found + 1) {
      return null; // the document that the path led into is over
    }
  }
  return null;
}

/**
 * @param {string} name as written: bare or quoted
 * @returns {string}
 */
export function bare(name) {
  return '\'"`'.includes(name[0]) ? name.slice(1, -1) : name;
}
