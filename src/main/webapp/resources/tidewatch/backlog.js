/**
 * Messages that came and are not on the page yet. Bounded: only the newest can still be shown, so
 * older ones are counted and let go. No DOM.
 *
 * @param {number} limit how many messages are kept
 */
export function createBacklog(limit) {
  /** @type {object[]} */
  let waiting = [];
  let overflowed = 0;

  return {
    get size() {
      return waiting.length;
    },
    /** @param {object} message */
    add(message) {
      waiting.push(message);
      // Cut in strides: shifting a long array for every message would cost more than the message.
      if (waiting.length >= limit * 2) {
        overflowed += waiting.length - limit;
        waiting = waiting.slice(-limit);
      }
    },
    /**
     * @returns {{messages: object[], skipped: number}} the newest, oldest first; and how many
     *   came before them and can only be counted
     */
    take() {
      const late = Math.max(0, waiting.length - limit);
      const messages = waiting.slice(late);
      const skipped = overflowed + late;
      waiting = [];
      overflowed = 0;
      return { messages, skipped };
    },
  };
}
