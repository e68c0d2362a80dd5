package dev.tidewatch.development.documents;

import de.bwaldvogel.mongo.backend.ValueComparator;
import java.util.Arrays;
import java.util.Comparator;

/** The order of {@code _id}s, in which 1 and 1.0 are the same one. */
public final class IdOrder {

  /** As MongoDB sorts: strings by their bytes, where mongo-java-server goes by UTF-16. */
  public static final Comparator<Object> ASCENDING = IdOrder::compare;

  private IdOrder() {}

  private static int compare(Object id, Object other) {
    return id instanceof String text && other instanceof String otherText
        ? Arrays.compareUnsigned(Documents.utf8(text), Documents.utf8(otherText))
        : ValueComparator.asc().compare(id, other);
  }
}
