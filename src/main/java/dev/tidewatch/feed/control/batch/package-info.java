/**
 * Consecutive entries as one message, composed once for all readers that stand at the same place.
 */
package dev.tidewatch.feed.control.batch;
