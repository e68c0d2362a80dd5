package dev.tidewatch.bench;

import java.net.URI;

/**
 * Where a client connects.
 *
 * @param subprotocol what it asks for; null for none
 */
record Address(URI uri, String subprotocol) {}
