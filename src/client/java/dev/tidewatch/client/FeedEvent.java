package dev.tidewatch.client;

import org.bson.BsonDocument;

/** What a reader of a feed gets. */
public sealed interface FeedEvent {

  /** Where to resume after this: {@link FeedRequest#after}. */
  String position();

  /**
   * A change.
   *
   * @param position the change's id
   * @param document the change document, without its {@code _id}. Its numbers have the types of
   *     relaxed Extended JSON: an integer that fits is an int32. With {@link FeedRequest#canonical}
   *     they have their own
   */
  record Change(String position, BsonDocument document) implements FeedEvent {

    /** Such as {@code insert}; null for a document that leaves what the reader may see. */
    public String operationType() {
      return document.containsKey("operationType")
          ? document.getString("operationType").getValue()
          : null;
    }

    /** The whole document, if the change has it; else null. */
    public BsonDocument fullDocument() {
      return document.isDocument("fullDocument") ? document.getDocument("fullDocument") : null;
    }
  }

  /**
   * Changes that were missed and are no longer available.
   *
   * @param position where the feed goes on
   * @param after the last position before it; null if the reader had none
   * @param reason why, such as {@code history-lost}
   */
  record Gap(String position, String after, String reason) implements FeedEvent {}
}
