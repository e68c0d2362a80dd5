/**
 * Reads Server-Sent Events with one of the clients of package.json, as an application would, and
 * prints what that client hands to it: a line of JSON for each event, `{"name", "id", "data"}`. The
 * name is "message" for an event without one.
 *
 * node reader.mjs CLIENT URL
 */

const NAMES = ['hello', 'heartbeat', 'change', 'gap', 'message'];

const [client, url] = process.argv.slice(2);

function hand(name, id, data) {
  console.log(JSON.stringify({ name, id, data }));
}

/** The API that browsers have. */
function listen(source) {
  for (const name of NAMES) {
    source.addEventListener(name, (event) => hand(name, event.lastEventId, event.data));
  }
}

const CLIENTS = {
  async eventsource() {
    const { EventSource } = await import('eventsource');
    listen(new EventSource(url));
  },

  async 'event-source-polyfill'() {
    const { EventSourcePolyfill } = (await import('event-source-polyfill')).default;
    listen(new EventSourcePolyfill(url));
  },

  async 'eventsource-client'() {
    const { createEventSource } = await import('eventsource-client');
    createEventSource({ url, onMessage: ({ event, id, data }) => hand(event ?? 'message', id, data) });
  },

  /** Comes back by itself where a browser's EventSource gives up. */
  async 'reconnecting-eventsource'() {
    globalThis.EventSource = (await import('eventsource')).EventSource;
    const module = await import('reconnecting-eventsource');
    listen(new (module.default.default ?? module.default)(url));
  },

  async '@microsoft/fetch-event-source'() {
    globalThis.window = globalThis;
    globalThis.document = { addEventListener() {}, removeEventListener() {}, hidden: false };
    const { fetchEventSource } = await import('@microsoft/fetch-event-source');
    fetchEventSource(url, {
      fetch: globalThis.fetch,
      openWhenHidden: true,
      onmessage: ({ event, id, data }) => hand(event || 'message', id, data),
    });
  },
};

await CLIENTS[client]();
