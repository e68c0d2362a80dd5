/**
 * Messages that came and are not on the page yet. It drops none: while it is full, whoever adds
 * waits for room, and the feed's client then waits at its position on the server. No DOM.
 *
 * @template T
 * @param {number} limit messages that make it full
 */
export function createBacklog(limit) {
  /** @type {T[]} */
  let waiting = [];
  let wake = () => {};

  return {
    get size() {
      return waiting.length;
    },
    get full() {
      return waiting.length >= limit;
    },
    /** @param {T} message */
    add(message) {
      waiting.push(message);
    },
    /** @returns {T[]} all of them, oldest first */
    take() {
      const messages = waiting;
      waiting = [];
      wake();
      return messages;
    },
    /** @returns {Promise<void>} settled when all were taken */
    taken() {
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
  };
}
