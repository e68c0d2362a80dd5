/**
 * Writes messages to WebSockets without blocking: ready frames if the server takes them, else
 * through Jakarta WebSocket.
 */
package dev.tidewatch.feed.boundary.sink;
