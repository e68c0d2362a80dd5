package dev.tidewatch.feed.control.batch;

import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.Position;

/**
 * Consecutive entries of a log as one message.
 *
 * @param message null if a view shows none of the entries
 * @param bytes the approximate size of the message
 * @param first the number of the first entry
 * @param next the number after the last
 * @param end the last entry's position
 * @param shown what a reader may be told of that position
 * @param gaps the gaps without an image
 * @param voids whether it makes void what its readers have
 */
public record Batch(
    OutboundMessage message,
    int bytes,
    long first,
    long next,
    Position end,
    Position shown,
    Gaps gaps,
    Voids voids) {

  /**
   * The gaps in a batch that stand for changes without an image.
   *
   * @param before whether one was sent right before the batch
   * @param after whether one was sent at its end, or before it, and nothing is seen since
   * @param count how many the message holds
   */
  public record Gaps(boolean before, boolean after, int count) {

    /** None, as in every batch of a reader without a view. */
    public static final Gaps NONE = new Gaps(false, false, 0);
  }
}
