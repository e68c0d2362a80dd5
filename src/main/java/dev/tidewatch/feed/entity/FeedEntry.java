package dev.tidewatch.feed.entity;

/** What a reader of a feed gets, in the order of {@linkplain #position positions}. */
public sealed interface FeedEntry permits Change, Gap {

  /** Where a reader goes on after this. */
  Position position();

  /** About how many bytes this holds in memory. */
  int weight();
}
