/** Consecutive entries as one message, composed once for all readers at the same position. */
package dev.tidewatch.feed.control.batch;
