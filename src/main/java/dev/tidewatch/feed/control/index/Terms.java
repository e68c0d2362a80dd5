package dev.tidewatch.feed.control.index;

import dev.tidewatch.feed.control.filter.ComparedValue;
import dev.tidewatch.query.value.ValueHash;

/**
 * What readers are listed under, as numbers: a document key, a namespace, an operation, and the
 * numbers of {@link dev.tidewatch.query.Equality}. Two that are different may by chance have the
 * same number, and a reader may then be found needlessly.
 */
final class Terms {

  /** No change has it. */
  static final long NEVER = 0;

  private static final long KEY = 1;
  private static final long NAMESPACE = 2;
  private static final long OPERATION = 3;

  private Terms() {}

  static long key(ComparedValue key) {
    return ValueHash.mix(KEY, key.hashCode());
  }

  static long namespace(String namespace) {
    return ValueHash.mix(NAMESPACE, namespace.hashCode());
  }

  static long operation(String type) {
    return ValueHash.mix(OPERATION, type.hashCode());
  }
}
