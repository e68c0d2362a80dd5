import { element } from './element.js';

/**
 * Tabs as the ARIA Authoring Practices have them: the arrow keys go from one to the next.
 *
 * @param {string} label of all
 * @param {{name: string, show: (panel: HTMLElement) => void}[]} tabs
 * @returns {{list: HTMLElement, panel: HTMLElement, select: (name: string) => void, refresh: () => void}}
 */
export function createTabs(label, tabs) {
  const list = element('div', 'tabs');
  list.setAttribute('role', 'tablist');
  list.setAttribute('aria-label', label);
  const panel = element('div', 'panel');
  panel.id = 'detail-panel';
  panel.setAttribute('role', 'tabpanel');
  panel.tabIndex = 0;
  /** @type {{name: string, show: (panel: HTMLElement) => void}} */
  let selected = tabs[0];

  const buttons = tabs.map((tab, at) => {
    const made = element('button', '', tab.name);
    made.type = 'button';
    made.id = `detail-tab-${at}`;
    made.setAttribute('role', 'tab');
    made.setAttribute('aria-controls', panel.id);
    made.addEventListener('click', () => select(tab));
    made.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        const next = (at + step + tabs.length) % tabs.length;
        select(tabs[next]);
        buttons[next].focus();
        event.preventDefault();
      }
    });
    return made;
  });
  list.append(...buttons);

  /** @param {{name: string, show: (panel: HTMLElement) => void}} tab */
  function select(tab) {
    selected = tab;
    buttons.forEach((made, at) => {
      const isSelected = tabs[at] === tab;
      made.setAttribute('aria-selected', String(isSelected));
      made.tabIndex = isSelected ? 0 : -1;
      if (isSelected) {
        panel.setAttribute('aria-labelledby', made.id);
      }
    });
    panel.replaceChildren();
    tab.show(panel);
  }

  return {
    list,
    panel,
    /** @param {string} name */
    select: (name) => select(tabs.find((tab) => tab.name === name) ?? tabs[0]),
    refresh: () => select(selected),
  };
}
