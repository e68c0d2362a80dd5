/** What only a WebSocket's handshake knows of its client, and a bound on clients' input. */
package dev.tidewatch.web.handshake;
