/**
 * Reads from MongoDB what has left the log. Readers that return to nearby positions share cursors
 * and batches.
 */
package dev.tidewatch.feed.control.history;
