package dev.tidewatch.access.control.token;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;

/** Reads a set of keys from where it is; may take seconds. */
interface KeyLoader {

  /**
   * Reads the keys.
   *
   * @throws IOException if they cannot be had; the message says why, names no secret, and holds
   *     nothing of the answer
   */
  JWKSet load() throws IOException;
}
