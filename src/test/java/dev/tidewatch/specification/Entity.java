package dev.tidewatch.specification;

/** Something that an operation of a case is called on. */
sealed interface Entity permits ClientEntity, DatabaseEntity, CollectionEntity, StreamEntity {

  /**
   * Does an operation; throws what it throws, and an AssertionError if the runner does not know it.
   */
  Result run(String operation, Fields arguments);

  /** The failure for an operation that an entity does not have. */
  static AssertionError unknown(String kind, String operation) {
    return new AssertionError("this runner does not know a " + kind + "'s " + operation);
  }
}
