package dev.tidewatch.feed.control.filter;

import dev.tidewatch.feed.entity.CloseReason;
import java.util.Collection;
import java.util.List;
import org.bson.BsonDocument;

/** The operation types that change events have (MongoDB's manual, "Change Events"). */
public final class OperationTypes {

  /** The types of every change stream, then those of expanded events. */
  static final List<String> ALL =
      List.of(
          "insert",
          "update",
          "replace",
          "delete",
          "drop",
          "rename",
          "dropDatabase",
          "invalidate",
          "create",
          "createIndexes",
          "dropIndexes",
          "modify",
          "shardCollection",
          "reshardCollection",
          "refineCollectionShardKey");

  private static final List<String> SELECTING =
      List.of("$match", "$redact", "$changeStreamSplitLargeEvent");

  private OperationTypes() {}

  /** Throws BadParameterException, which lists the valid names, if a name is unknown. */
  public static void check(Collection<String> names) {
    names.stream()
        .filter(name -> !ALL.contains(name))
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw new BadParameterException(
                  CloseReason.BAD_OPERATION,
                  "op",
                  "The parameter op names an unknown operation; it takes %s and %s."
                      .formatted(
                          String.join(", ", ALL.subList(0, ALL.size() - 1)),
                          ALL.get(ALL.size() - 1)));
            });
  }

  /**
   * Whether a pipeline may produce operation types of its own: any stage that does more than select
   * may.
   */
  public static boolean mayBeMadeBy(List<BsonDocument> pipeline) {
    return pipeline.stream().anyMatch(stage -> !SELECTING.containsAll(stage.keySet()));
  }
}
