package dev.tidewatch.development;

import de.bwaldvogel.mongo.bson.Document;

/** The kind of write that a collection is in the middle of; it decides how a change is told. */
sealed interface Write {

  /** Inserts and deletes: the document says it all. */
  record Plain() implements Write {}

  /** An update with operators; {@code query} gives an upsert its first fields. */
  record Operators(UpdatePaths paths, Document query) implements Write {}

  /** An update that is a whole document. */
  record Replacement(Document document) implements Write {}

  /** Tells the kind of an update from its first field. */
  static Write of(Document update, Document query) {
    boolean operators =
        !update.isEmpty() && update.keySet().iterator().next().startsWith("$");
    return operators
        ? new Operators(UpdatePaths.of(update), query)
        : new Replacement(update);
  }
}
