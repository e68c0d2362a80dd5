package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;

/**
 * The answer to a request.
 *
 * @param value what was asked for; null if there is a trouble
 * @param trouble why it cannot be had; null if it can
 */
public record Answer<V>(V value, Trouble trouble) {

  static <V> Answer<V> of(V value) {
    return new Answer<>(value, null);
  }

  static <V> Answer<V> failed(Trouble trouble) {
    return new Answer<>(null, trouble);
  }
}
