/**
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {string} [className]
 * @param {(string|Node)[]} content
 * @returns {HTMLElementTagNameMap[N]}
 */
export function element(name, className = '', ...content) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...content);
  return made;
}

/**
 * @param {string} text
 * @param {() => void} onClick
 * @param {string} [key] that does the same
 */
export function button(text, onClick, key) {
  const made = element('button', '', text);
  made.type = 'button';
  if (key) {
    made.append(' ', keyCap(key));
    made.setAttribute('aria-keyshortcuts', key);
  }
  made.addEventListener('click', onClick);
  return made;
}

/** @param {string} key */
export function keyCap(key) {
  const cap = element('kbd', '', key);
  cap.setAttribute('aria-hidden', 'true');
  return cap;
}

/**
 * A menu that a key can open: what it holds closes it.
 * @param {string} text
 * @param {[string, () => void][]} items
 * @param {string} [key]
 * @returns {HTMLDetailsElement}
 */
export function menu(text, items, key) {
  const summary = element('summary', '', text);
  if (key) {
    summary.append(' ', keyCap(key));
  }
  const list = element('ul');
  const made = element('details', 'menu', summary, list);
  list.append(...items.map(([label, act]) => element('li', '', button(label, () => {
    made.open = false;
    summary.focus({ preventScroll: true });
    act();
  }))));
  closeWhenLeft(made);
  return made;
}

/**
 * Escape closes an open menu, and so does whatever is done outside it.
 * @param {HTMLDetailsElement} details
 */
export function closeWhenLeft(details) {
  details.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && details.open) {
      details.open = false;
      details.querySelector('summary')?.focus();
      event.stopPropagation();
    }
  });
  details.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !details.contains(relatedTarget)) {
      details.open = false;
    }
  });
  details.addEventListener('toggle', () => {
    const close = (/** @type {Event} */ { target }) => {
      if (target instanceof Node && !details.contains(target)) {
        details.open = false;
      }
    };
    if (details.open) {
      document.addEventListener('pointerdown', close);
      details.addEventListener('toggle', () => document.removeEventListener('pointerdown', close), { once: true });
    }
  });
}

/**
 * Opens a menu for the keyboard.
 * @param {HTMLDetailsElement|null} details
 */
export function openMenu(details) {
  if (details) {
    details.open = true;
    const [first] = details.querySelectorAll('ul button, ul a');
    /** @type {HTMLElement|undefined} */ (first)?.focus();
  }
}
