import { number } from '../shared/format.js';
import { button, element, menu } from './element.js';
import { FORMATS, read, written } from './export-text.js';

/**
 * Saves what matches as a file: streamed by the server, with its progress, and it can be stopped.
 *
 * @param {object} options
 * @param {string} options.url of the feed's export
 * @param {string} options.name of the file
 * @param {() => [string, string][]} options.parameters of the filter, and where it begins
 * @param {(change: any) => boolean} options.passes
 * @param {(sentence: string) => void} options.say
 */
export function createExportMenu({ url, name, parameters, passes, say }) {
  let running = new AbortController();
  const told = element('span');
  const stop = button('Stop', () => running.abort());
  const progress = element('p', 'export-progress', told, ' ', stop);
  progress.hidden = true;

  /** @param {import('./export-text.js').Format} format */
  async function save(format) {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    progress.hidden = false;
    stop.hidden = false;
    told.textContent = 'Exporting …';
    try {
      const { chunks, count, isWhole } = await collect(format, signal);
      download(new Blob(chunks, { type: FORMATS[format].type }), `${name}.${format}`);
      finish(`${number(count)} changes exported${isWhole ? '' : '; the server broke off, so this is not all'}.`);
    } catch (error) {
      finish(signal.aborted ? 'The export was stopped.' : `Not exported: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** @param {string} sentence */
  function finish(sentence) {
    told.textContent = sentence;
    stop.hidden = true;
    say(sentence);
  }

  /**
   * @param {import('./export-text.js').Format} format
   * @param {AbortSignal} signal
   */
  async function collect(format, signal) {
    const { begin, between, end } = FORMATS[format];
    const response = await fetch(`${url}?${new URLSearchParams([...parameters(), ['json', 'canonical']])}`, { cache: 'no-store', signal });
    if (!response.ok || !response.body) {
      throw new Error((await response.json().catch(() => ({}))).detail ?? `the server answers with ${response.status}.`);
    }
    /** @type {BlobPart[]} */
    const chunks = [begin];
    let count = 0;
    let isWhole = false;
    for await (const lines of linesOf(response.body)) {
      let chunk = '';
      for (const entry of lines.map(read)) {
        if ('json' in entry && passes(entry.change)) {
          chunk += `${count === 0 ? '' : between}${written(format, /** @type {any} */ (entry))}`;
          count += 1;
        }
        isWhole ||= 'type' in entry && entry.type === 'end';
      }
      chunks.push(new Blob([chunk])); // the browser may keep it on disk
      told.textContent = `${number(count)} changes …`;
    }
    chunks.push(count > 0 ? end : end.trimStart());
    return { chunks, count, isWhole };
  }

  return {
    menu: menu('Export', [
      ['NDJSON', () => save('ndjson')], ['JSON', () => save('json')], ['CSV', () => save('csv')],
    ]),
    progress,
  };
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<string[]>} whole lines, as many as have come
 */
async function* linesOf(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
    rest = lines.pop() ?? '';
    yield lines.filter(Boolean);
    if (done) {
      return;
    }
  }
}

/**
 * @param {Blob} file
 * @param {string} name
 */
function download(file, name) {
  const link = element('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
