/**
 * The forms of one change: JSON, the HTML message of {@code /socket}, WebSocket frames. Each is
 * encoded once.
 */
package dev.tidewatch.feed.control.encoding;
