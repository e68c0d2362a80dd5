package dev.tidewatch.bench;

import java.net.URI;

/**
 * What is measured.
 *
 * @param name as the table calls it
 * @param base where it serves WebSockets, without a path
 */
record Target(String name, URI base, JvmProcess process, Source source) {

  Address address(String path, String subprotocol, String token) {
    return new Address(base.resolve(path), subprotocol, token);
  }
}
