/**
 * Hands entries to readers. One thread, the {@link dev.tidewatch.feed.control.delivery.Dispatcher},
 * serves every subscription of every feed. A reader's position is a number; nothing is queued for
 * it.
 */
package dev.tidewatch.feed.control.delivery;
