import { as, find } from '../shared/dom.js';
import { bare, tokens } from '../shared/mongosh-tokenizer.js';

/**
 * Colours the documents with the CSS Custom Highlight API: no element is added for it. Only cards near the window are coloured, so the cost does not grow with the page.
 * Where the browser has no such API the documents are plain, and complete.
 *
 * @typedef {'name'|'string'|'value'|'quiet'} Colour
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
  /** @type {Map<Element, [Colour, StaticRange][]>} */
  const coloured = new Map();

  /** @param {Element} card */
  function colour(card) {
    if (!coloured.has(card)) {
      const pre = find(card, 'pre');
      const place = places(pre);
      /** @type {[Colour, StaticRange][]} */
      const ranges = spans(String(pre.textContent).slice(0, LONGEST)).map(([kind, start, end]) => {
        const [startContainer, startOffset] = place(start);
        const [endContainer, endOffset] = place(end);
        return [kind, new StaticRange({ startContainer, startOffset, endContainer, endOffset })];
      });
      ranges.forEach(([kind, range]) => colours[kind].add(range));
      coloured.set(card, ranges);
    }
  }

  /** @param {Element} card */
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
 * Where in an element's text nodes a character is.
 * @param {Element} element
 * @returns {(at: number) => [Text, number]} asked for places in their order
 */
function places(element) {
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let begins = 0;
  let node = as(Text, nodes.nextNode());
  return (at) => {
    while (at > begins + node.length) {
      begins += node.length;
      node = as(Text, nodes.nextNode());
    }
    return [node, at - begins];
  };
}

/**
 * @param {string} text in mongosh notation
 * @returns {[Colour, number, number][]}
 */
export function spans(text) {
  /** @type {[Colour, number, number][]} */
  const found = [];
  let quiet = false;
  for (const { kind, text: token, start, end, depth } of tokens(text)) {
    if (kind === 'name' && depth === 1) {
      quiet = ENVELOPE.has(bare(token));
    }
    const outermost = depth === 1 && '{}'.includes(token);
    if (!outermost && quiet) {
      found.push(['quiet', start, end]);
    } else if (kind !== 'mark') {
      found.push([kind, start, end]);
    }
  }
  return found;
}
