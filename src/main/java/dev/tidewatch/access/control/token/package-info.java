/**
 * Verifies tokens. {@link dev.tidewatch.access.control.token.TokenVerifier} decides; the keys come
 * from a provider, a set of keys or a secret, never from the token.
 */
package dev.tidewatch.access.control.token;
