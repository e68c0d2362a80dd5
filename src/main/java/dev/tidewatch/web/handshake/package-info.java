/** What only a WebSocket's handshake knows of its client, and a bound on what clients send. */
package dev.tidewatch.web.handshake;
