/**
 * What the address of the page asks for: all that is on screen. Pure: the page keeps the history.
 *
 * @typedef {'op'|'ns'|'key'|'changed'|'text'} Field
 * @typedef {{field: Field, value: string, not: boolean}} Token one of the filter
 *
 * @typedef {object} Query
 * @property {Token[]} tokens
 * @property {string|null} from a moment, or a time before now such as -10m
 * @property {string|null} at the change that is open
 * @property {'rows'|'cards'} view
 */

/** @type {Field[]} */
export const FIELDS = ['op', 'ns', 'key', 'changed', 'text'];

/** Fields of which one parameter holds several values. */
const LISTS = new Set(['op', 'ns', 'changed']);

/**
 * @param {string} search
 * @returns {Query}
 */
export function parse(search) {
  const parameters = new URLSearchParams(search);
  /** @type {Token[]} */
  const tokens = FIELDS.flatMap((field) => parameters.getAll(field)
    .flatMap((value) => split(field, value))
    .map((value) => ({ field, value, not: false })));
  for (const each of parameters.getAll('not')) {
    const [, name, value] = /^(\w+):(.+)$/s.exec(each) ?? [];
    const field = FIELDS.find((known) => known === name);
    if (field) {
      tokens.push({ field, value, not: true });
    }
  }
  return {
    tokens: unique(tokens),
    from: parameters.get('from') || null,
    at: parameters.get('at') || null,
    view: parameters.get('view') === 'cards' ? 'cards' : 'rows',
  };
}

/**
 * @param {Query} query
 * @returns {string} of an address, with its question mark; empty if there is nothing to say
 */
export function format({ tokens, from, at, view }) {
  const parameters = new URLSearchParams();
  if (from) {
    parameters.set('from', from);
  }
  for (const { field, value, not } of tokens) {
    parameters.append(not ? 'not' : field, not ? `${field}:${value}` : item(field, value));
  }
  if (at) {
    parameters.set('at', at);
  }
  if (view === 'cards') {
    parameters.set('view', view);
  }
  const text = parameters.toString();
  return text && `?${text}`;
}

/**
 * What the server is asked for: what has to be so. What must not be is left to the page, but for
 * operations, of which there is a list.
 *
 * @param {Token[]} tokens
 * @returns {[string, string][]} parameters
 */
export function serverParameters(tokens) {
  /** @type {[string, string][]} */
  const parameters = tokens.filter(({ not, field }) => !not && field !== 'text').map(({ field, value }) => [field, item(field, value)]);
  const [text] = tokens.filter(({ not, field }) => !not && field === 'text');
  return text ? [...parameters, ['text', text.value]] : parameters;
}

/**
 * Whether the page sees each change of a document that it sees at all, so that it knows what was before.
 * @param {Token[]} tokens
 */
export function seesWholeDocuments(tokens) {
  return tokens.every(({ not, field }) => not || field === 'ns' || field === 'key');
}

/**
 * In a list each is one name, also one that holds a comma or ends with a space: as a JSON string.
 * @param {Field} field
 * @param {string} value
 */
function item(field, value) {
  return LISTS.has(field) && /^"|,|^\s|\s$/.test(value) ? JSON.stringify(value) : value;
}

/**
 * @param {Field} field
 * @param {string} value of a parameter
 * @returns {string[]}
 */
function split(field, value) {
  if (!LISTS.has(field)) {
    return value === '' ? [] : [value];
  }
  if (value.startsWith('"')) {
    try {
      return [String(JSON.parse(value))];
    } catch {
      return [value]; // the server says what is wrong with it
    }
  }
  return value.split(',').map((each) => each.trim()).filter(Boolean);
}

/**
 * @param {Token[]} tokens
 * @returns {Token[]}
 */
export function unique(tokens) {
  return tokens.filter((token, at) => tokens.findIndex((other) => same(token, other)) === at);
}

/**
 * @param {Token} token
 * @param {Token} other
 */
export function same(token, other) {
  return token.field === other.field && token.value === other.value && token.not === other.not;
}
