/**
 * Messages that came and are not on the page yet. Bounded: only the newest can still be shown, so
 * older ones are counted and let go. Knows every id it was lately given, so that a change that
 * comes again (a reconnect starts at the last one) is taken once. No DOM.
 *
 * @param {number} limit how many messages are kept
 */
export function createBacklog(limit) {
  const remembered = limit * 4;
  /** @type {Set<string>} in the order they came */
  const ids = new Set();
  /** @type {object[]} */
  let waiting = [];
  let overflowed = 0;

  /** @returns {boolean} whether it is new */
  function remember(id) {
    if (ids.has(id)) {
      return false;
    }
    ids.add(id);
    if (ids.size > remembered) {
      ids.delete(ids.values().next().value);
    }
    return true;
  }

  return {
    remember,
    get size() {
      return waiting.length;
    },
    /**
     * @param {object} message
     * @returns {boolean} false if it came before
     */
    add(message) {
      if (!remember(message.html_id)) {
        return false;
      }
      waiting.push(message);
      // Cut in strides: shifting a long array for every message would cost more than the message.
      if (waiting.length >= limit * 2) {
        overflowed += waiting.length - limit;
        waiting = waiting.slice(-limit);
      }
      return true;
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
