import { element } from './element.js';

/**
 * What keys do. They do nothing in fields and with a modifier, and can be switched off (WCAG 2.1.4).
 *
 * @typedef {{keys: string[], shown: string, says: string, act: () => void}} Shortcut
 */

const KEPT = 'tidewatch.keys';

/** @param {{shortcuts: Shortcut[], say: (sentence: string) => void}} options */
export function createKeys({ shortcuts, say }) {
  let on = localStorage.getItem(KEPT) !== 'off';
  const dialog = element('dialog', 'keys-list');
  dialog.setAttribute('aria-labelledby', 'keys-title');
  const title = element('h2', '', 'Keys');
  title.id = 'keys-title';
  const rows = shortcuts.map(({ shown, says }) => element('tr', '', element('th', '', ...shown.split(' ').flatMap((key, at) => [at > 0 ? ' ' : '', element('kbd', '', key)])), element('td', '', says)));
  const toggle = element('input');
  toggle.type = 'checkbox';
  toggle.checked = on;
  toggle.addEventListener('change', () => {
    on = toggle.checked;
    localStorage.setItem(KEPT, on ? 'on' : 'off');
    say(on ? 'Keys are on.' : 'Keys are off.');
  });
  const close = element('button', '', 'Close');
  close.type = 'button';
  close.addEventListener('click', () => dialog.close());
  dialog.append(title, element('table', '', element('tbody', '', ...rows)), element('label', '', toggle, ' These keys work'), close);
  // else a key that follows at once is still the switch's
  dialog.addEventListener('cancel', () => toggle.blur());
  document.body.append(dialog);

  document.addEventListener('keydown', (event) => {
    if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || dialog.open || isTyping(event.target)) {
      return;
    }
    const shortcut = shortcuts.find(({ keys }) => keys.includes(event.key));
    if (shortcut && !(event.key === ' ' && isControl(event.target))) {
      event.preventDefault();
      shortcut.act();
    }
  });

  return {
    get on() {
      return on;
    },
    list: () => dialog.showModal(),
  };
}

/** @param {EventTarget|null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select'));
}

/**
 * Space presses it.
 * @param {EventTarget|null} target
 */
function isControl(target) {
  return target instanceof HTMLElement && target.matches('button, summary, input, [role="tab"]');
}
