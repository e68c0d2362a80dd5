import { FIELDS } from './address.js';

/**
 * The filter as it is typed: `op:delete not ns:shop.carts "Jane Doe"`. Pure.
 *
 * @typedef {import('./address.js').Token} Token
 */

const TOKEN = /(?:(not)\s+|(-))?(?:([a-z]+):)?("(?:[^"\\]|\\.)*"|\S+)/g;

/**
 * @param {string} typed
 * @param {string} watched the namespace that the feed watches: `db.coll`, `db.*` or `*`
 * @returns {Token[]}
 */
export function tokensOf(typed, watched) {
  return [...typed.trim().matchAll(TOKEN)].flatMap(([, not, minus, name, written]) => {
    const field = FIELDS.find((known) => known === name);
    const value = unquoted(field ? written : `${name ? `${name}:` : ''}${written}`);
    const values = field && field !== 'key' && field !== 'text' && !written.startsWith('"') ? value.split(',').filter(Boolean) : [value];
    return values.map((each) => ({
      field: field ?? 'text',
      value: field === 'ns' ? withDatabase(each, watched) : each,
      not: not !== undefined || minus !== undefined,
    }));
  }).filter(({ value }) => value !== '');
}

/**
 * @param {Token} token
 * @returns {string} as it could be typed
 */
export function written({ field, value, not }) {
  const text = /[\s",]|^-/.test(value) || (field === 'text' && value.includes(':')) ? JSON.stringify(value) : value;
  return `${not ? 'not ' : ''}${field === 'text' ? (text.startsWith('"') ? text : `"${text}"`) : `${field}:${text}`}`;
}

/** @param {string} text */
function unquoted(text) {
  if (!text.startsWith('"')) {
    return text;
  }
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1).replace(/"$/, ''); // not closed
  }
}

/**
 * A collection may be named alone, if there is one database.
 * @param {string} name
 * @param {string} watched
 */
function withDatabase(name, watched) {
  const [database] = watched.split('.', 1);
  return name.includes('.') || database === '*' || name === database ? name : `${database}.${name}`;
}
