package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Namespace;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The {@code documents} of a request: whether the documents come before their changes. */
public final class DocumentsParameter {

  private static final String NAME = "documents";

  /** What would leave a reader with documents that are not what the database has. */
  private static final List<String> EXCLUDED =
      List.of("after", "from", "op", "key", "changed", "text");

  private DocumentsParameter() {}

  /**
   * The collection whose documents a reader asks for; empty if it asks for none. Throws
   * BadParameterException.
   *
   * @param namespaces what {@code ns} names
   * @param values all values of a parameter; empty or null if it is missing
   */
  static Optional<Namespace> parse(
      Feed feed, Set<String> namespaces, Function<String, List<String>> values) {
    List<String> given = all(values, NAME);
    if (given.isEmpty() || given.equals(List.of("false"))) {
      return Optional.empty();
    }
    if (!given.equals(List.of("true"))) {
      throw bad(NAME, "The parameter documents must be true or false.");
    }
    for (String name : EXCLUDED) {
      if (!all(values, name).isEmpty()) {
        throw bad(
            name,
            "The parameter %s cannot be combined with documents=true: leave one of them out."
                .formatted(name));
      }
    }
    return Optional.of(collection(feed, namespaces));
  }

  /** The collection whose documents are asked for. Throws BadParameterException. */
  public static Namespace collection(Feed feed, Set<String> namespaces) {
    if (!feed.hasDocuments()) {
      throw new BadParameterException(
          CloseReason.NO_DOCUMENTS,
          NAME,
          "The feed %s has a pipeline, so it has changes alone: leave documents out."
              .formatted(feed.name()));
    }
    return feed.documentsOf(namespaces)
        .orElseThrow(
            () ->
                bad(
                    "ns",
                    "Documents are of one collection: ns must name one that the feed %s watches,"
                            .formatted(feed.name())
                        + " as db.coll."));
  }

  /** Refuses documents over a protocol that has no message for them. */
  public static void refuse(Namespace documents) {
    if (documents != null) {
      throw bad(NAME, "Documents come over /feeds/NAME and as Server-Sent Events.");
    }
  }

  private static List<String> all(Function<String, List<String>> values, String name) {
    List<String> all = values.apply(name);
    return all == null ? List.of() : all.stream().filter(value -> !value.isEmpty()).toList();
  }

  private static BadParameterException bad(String parameter, String detail) {
    return new BadParameterException(CloseReason.BAD_DOCUMENTS, parameter, detail);
  }
}
