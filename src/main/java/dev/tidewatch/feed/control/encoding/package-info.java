/**
 * The forms of one change: JSON, the HTML message of {@code /socket}, WebSocket frames. Each is
 * encoded once. And messages as parts of a gzip stream.
 */
package dev.tidewatch.feed.control.encoding;
