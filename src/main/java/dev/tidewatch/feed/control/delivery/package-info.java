/**
 * Hands entries to readers: one thread, the {@link dev.tidewatch.feed.control.delivery.Dispatcher},
 * serves every subscription of every feed. A reader's place is a number; nothing is queued for it.
 */
package dev.tidewatch.feed.control.delivery;
