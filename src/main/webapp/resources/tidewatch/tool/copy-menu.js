import { pretty } from '../shared/json-text.js';
import { asCurl, asMongosh } from './copy-texts.js';
import { secondOf } from './row.js';

/**
 * What can be copied of the change that is open: always the whole text.
 *
 * @param {object} options
 * @param {import('./detail.js').Opened} options.opened
 * @param {ReturnType<import('./whole-change.js').createWholeChanges>} options.whole
 * @param {{url: string}} options.about
 * @param {() => [string, string][]} options.parameters of the filter
 * @param {(sentence: string) => void} options.say
 * @returns {[string, () => void][]}
 */
export function copyItems({ opened: { row, canonical, change }, whole, about, parameters, say }) {
  const mongosh = asMongosh(change);
  /** @type {[string, () => void][]} */
  const items = [
    ['JSON, relaxed', () => copy(whole.get(row, 'relaxed').then((json) => pretty(String(json))), say)],
    ['JSON, canonical', () => copy(Promise.resolve(pretty(canonical)), say)],
  ];
  if (mongosh !== null) {
    items.push(['mongosh, to do it again', () => copy(Promise.resolve(mongosh), say)]);
  }
  items.push(['curl, to get it', () => {
    /** @type {[string, string][]} */
    const place = row.before === null ? [['from', new Date(secondOf(row.id) ?? 0).toISOString()]] : [['after', row.before], ['limit', '1']];
    const address = new URL(about.url, location.href).href;
    copy(Promise.resolve(asCurl(address, [...(row.find ?? parameters()), ...place], document.querySelector('.account') !== null)), say);
  }]);
  return items;
}

/**
 * @param {Promise<string>} text
 * @param {(sentence: string) => void} say
 */
async function copy(text, say) {
  try {
    await navigator.clipboard.writeText(await text);
    say('Copied.');
  } catch (error) {
    say(`Not copied: ${error instanceof Error ? error.message : error}`);
  }
}
