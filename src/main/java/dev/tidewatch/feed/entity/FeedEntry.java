package dev.tidewatch.feed.entity;

/** An entry of a feed, in the order of {@linkplain #position positions}. */
public sealed interface FeedEntry permits Change, Gap {

  /** The position to resume after. */
  Position position();

  /** The approximate size in memory, in bytes. */
  int weight();
}
