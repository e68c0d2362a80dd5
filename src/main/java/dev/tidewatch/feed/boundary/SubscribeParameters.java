package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.filter.OperationTypes;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.JsonForm;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.web.WholeNumbers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The parameters of a subscription, the same for every protocol.
 *
 * @param after where to start, by {@code after} or {@code from}; null for the next change
 * @param view what the reader sees: what it may see, narrowed by {@code where}
 * @param filter the changes to send, of those
 * @param maxBytes the most bytes in a message of more than one change
 * @param json the form of changes
 * @param documents the collection whose documents come before its changes; null for none
 */
public record SubscribeParameters(
    Position after,
    View view,
    ChangeFilter filter,
    int maxBytes,
    JsonForm json,
    Namespace documents) {

  private static final int LEAST_BATCH = 1024;
  private static final int MOST_BATCH = 256 * 1024;
  private static final int MOST_VALUES = 100;
  private static final int MOST_VALUE_BYTES = 4096;

  /**
   * Reads the parameters of a request for a feed, as below. An operation that the feed cannot have
   * is refused too.
   *
   * @param view what the reader may see
   */
  public static SubscribeParameters parse(
      Feed feed, View view, String after, Function<String, List<String>> values) {
    Position from = FromParameter.parse(feed, after, values.apply("from"));
    SubscribeParameters parameters =
        parse(
            after,
            feed::isFuture,
            WhereParameter.narrow(feed, view, values.apply("where")),
            values);
    VisibleFields.check("changed", CloseReason.BAD_FIELD, parameters.filter().changed(), view);
    if (!feed.hasOperationsOfItsOwn()) {
      OperationTypes.check(parameters.filter().operations());
    }
    Optional<Namespace> documents =
        DocumentsParameter.parse(feed, parameters.filter().namespaces(), values);
    if (documents.isPresent()) {
      JsonParameter.needRelaxed(parameters.json(), "documents have");
      return parameters.withDocuments(feed, documents.get());
    }
    return from == null ? parameters : parameters.startingAt(from);
  }

  private SubscribeParameters startingAt(Position position) {
    return new SubscribeParameters(position, view, filter, maxBytes, json, documents);
  }

  /** A feed of one collection needs no filter by its name. */
  private SubscribeParameters withDocuments(Feed feed, Namespace collection) {
    boolean isAll = feed.documentsOf(Set.of()).isPresent();
    return new SubscribeParameters(
        after, view, isAll ? ChangeFilter.NONE : filter, maxBytes, json, collection);
  }

  /**
   * Reads request parameters; an empty one counts as missing. Throws BadParameterException.
   *
   * @param after the id of the last change that the client has; may be null
   * @param isFuture as {@link Feed#isFuture}
   * @param view what the reader sees
   * @param values all values of a parameter in their order; empty if it is missing
   */
  static SubscribeParameters parse(
      String after,
      Predicate<Position> isFuture,
      View view,
      Function<String, List<String>> values) {
    return new SubscribeParameters(
        position(after, isFuture),
        view,
        ChangeFilter.of(
                bounded("op", values.apply("op")),
                bounded("ns", values.apply("ns")),
                bounded("key", values.apply("key")))
            .touching(bounded("changed", values.apply("changed")))
            .containing(values.apply("text")),
        maxBytes(values.apply("batch")),
        JsonParameter.parse(values.apply("json")),
        null);
  }

  /** Bounds the values, because each is kept and compared as long as the reader is connected. */
  private static List<String> bounded(String name, List<String> values) {
    long items =
        values.stream()
            .mapToLong(v -> name.equals("key") ? 1 : 1 + v.chars().filter(c -> c == ',').count())
            .sum();
    if (items > MOST_VALUES
        || values.stream()
            .anyMatch(v -> v.getBytes(StandardCharsets.UTF_8).length > MOST_VALUE_BYTES)) {
      throw new BadParameterException(
          CloseReason.TOO_LONG_FILTER,
          name,
          "The parameter %s takes at most %d values of at most %d bytes each."
              .formatted(name, MOST_VALUES, MOST_VALUE_BYTES));
    }
    return values;
  }

  private static Position position(String after, Predicate<Position> isFuture) {
    try {
      return AfterParameter.parse(after, isFuture);
    } catch (IllegalArgumentException e) {
      throw new BadParameterException(CloseReason.BAD_POSITION, "after", e.getMessage());
    }
  }

  /**
   * The requested bound, rounded down to a power of two. Readers with the same bound share
   * messages, so the number of bounds must be small.
   */
  private static int maxBytes(List<String> batch) {
    if (batch.isEmpty() || batch.get(0).isEmpty()) {
      return WireFormat.DEFAULT_BYTES;
    }
    String text = batch.get(0);
    OptionalLong bytes = WholeNumbers.parse(text, LEAST_BATCH, MOST_BATCH);
    if (bytes.isEmpty()) {
      throw new BadParameterException(
          CloseReason.BAD_BATCH,
          "batch",
          "The parameter batch must be a whole number of bytes from %d to %d."
              .formatted(LEAST_BATCH, MOST_BATCH));
    }
    return Integer.highestOneBit((int) bytes.getAsLong());
  }
}
