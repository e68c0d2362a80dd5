/**
 * JSON as text. Values are never made of it and written again: a number may have more digits than
 * JavaScript keeps, and a document has to come back as it was.
 */

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * The members of an object, or the elements of an array.
 * @param {string} json of one of them, and well-formed
 * @returns {[string, string][]} the name (of an element: its number) and the value as it is
 *   written, without white space
 */
export function parts(json) {
  const found = [];
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
  for (const token of json.match(TOKEN).slice(1, -1)) {
    if (depth === 0 && token === ',') {
      close();
    } else if (depth === 0 && token === ':') {
      name = value;
      value = '';
    } else {
      depth += '{['.includes(token) ? 1 : 0;
      depth -= '}]'.includes(token) ? 1 : 0;
      value += token;
    }
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
  const tokens = json.match(TOKEN);
  let depth = 0;
  let text = '';
  tokens.forEach((token, at) => {
    const closes = '}]'.includes(token);
    const empty = closes && '{['.includes(tokens[at - 1]);
    depth -= closes ? 1 : 0;
    if (at > 0 && !empty && (closes || '{[,'.includes(tokens[at - 1]))) {
      text += `\n${'  '.repeat(depth)}`;
    }
    text += token === ':' ? ': ' : token;
    depth += '{['.includes(token) ? 1 : 0;
  });
  return text;
}
