/**
 * Writes messages to WebSockets without waiting: ready frames where a server takes them, else
 * through Jakarta WebSocket.
 */
package dev.tidewatch.feed.boundary.sink;
