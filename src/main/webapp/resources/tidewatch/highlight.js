import { bare, tokens } from './notation.js';

/**
 * Colours the documents with the CSS Custom Highlight API: no element is added, the text stays one
 * text node. Only cards near the window are coloured, so the cost does not grow with the page.
 * Where the browser has no such API the documents are plain, and complete.
 */

// What the card's header says already steps back, so that what changed stands out.
const ENVELOPE = new Set(['operationType', 'clusterTime', 'wallTime', 'ns', 'documentKey', 'lsid', 'txnNumber']);
const LONGEST = 20_000; // characters of a document that are coloured

/**
 * @returns {{watch: (card: HTMLElement) => void, unwatch: (card: HTMLElement) => void}}
 */
export function createHighlighter() {
  // In forced colours a highlight is a selection's block of colour: there the text is better plain.
  if (!globalThis.Highlight || !CSS.highlights || matchMedia('(forced-colors: active)').matches) {
    return { watch() {}, unwatch() {} };
  }
  const colours = { name: new Highlight(), string: new Highlight(), value: new Highlight(), quiet: new Highlight() };
  Object.entries(colours).forEach(([kind, highlight]) => CSS.highlights.set(`tw-${kind}`, highlight));
  /** @type {Map<Element, [string, StaticRange][]>} */
  const coloured = new Map();

  function colour(card) {
    const node = card.querySelector('pre').firstChild;
    if (node && !coloured.has(card)) {
      const ranges = spans(node.data.slice(0, LONGEST)).map(([kind, start, end]) => [kind, new StaticRange({
        startContainer: node, startOffset: start, endContainer: node, endOffset: end,
      })]);
      ranges.forEach(([kind, range]) => colours[kind].add(range));
      coloured.set(card, ranges);
    }
  }

  function bleach(card) {
    coloured.get(card)?.forEach(([kind, range]) => colours[kind].delete(range));
    coloured.delete(card);
  }

  const observer = new IntersectionObserver((entries) => {
    entries.forEach(({ isIntersecting, target }) => (isIntersecting ? colour(target) : bleach(target)));
  }, { rootMargin: '300px 0px' });

  return {
    watch(card) {
      observer.observe(card);
    },
    unwatch(card) {
      observer.unobserve(card);
      bleach(card);
    },
  };
}

/**
 * @param {string} text in mongosh notation
 * @returns {[('name'|'string'|'value'|'quiet'), number, number][]}
 */
export function spans(text) {
  const found = [];
  let quiet = false;
  for (const { kind, text: token, start, end, depth } of tokens(text)) {
    if (kind === 'name' && depth === 1) {
      quiet = ENVELOPE.has(bare(token));
    }
    const outermost = depth === 1 && '{}'.includes(token);
    if (!outermost && (quiet || kind !== 'mark')) {
      found.push([quiet ? 'quiet' : kind, start, end]);
    }
  }
  return found;
}
