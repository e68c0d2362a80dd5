/** WebSocket endpoints: {@code /socket} and {@code /feeds/NAME}. */
package dev.tidewatch.feed.boundary.websocket;
