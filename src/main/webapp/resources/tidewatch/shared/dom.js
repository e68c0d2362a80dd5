/**
 * Elements that a page is known to have. One that is missing, or of another type, is an error of
 * the page: it is named at once, and nothing goes on without it.
 */

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  return as(HTMLElement, document.getElementById(id), `#${id}`);
}

/**
 * The first element that a selector finds.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function find(root, selector) {
  return as(HTMLElement, root.querySelector(selector), selector);
}

/**
 * @template T
 * @param {new () => T} type
 * @param {unknown} node
 * @param {string} [name] for the error
 * @returns {T} the node
 */
export function as(type, node, name) {
  if (!(node instanceof type)) {
    throw new TypeError(`${name ?? node} is not in the page, or is no ${type.name}`);
  }
  return node;
}

/**
 * Sets a text, unless it is there: what does not change is not laid out again.
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
