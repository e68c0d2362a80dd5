package dev.tidewatch.feed.entity;

import java.util.Objects;

/**
 * Changes that a reader missed and that can no longer be read.
 *
 * @param reason why
 * @param after the last position before the gap
 * @param position where the feed continues
 */
public record Gap(Reason reason, Position after, Position position) implements FeedEntry {

  /** Why changes are missing. */
  public enum Reason {
    /** MongoDB's oplog does not reach back to where the reader was. */
    HISTORY_LOST("history-lost"),
    /** A change is larger than the 16 MB that MongoDB can send and could not be split. */
    OVERSIZED("oversized"),
    /** MongoDB cannot produce a change as the feed's settings ask for it. */
    UNREADABLE("unreadable"),
    /** The feed's pipeline has changed and no longer shows the reader's position. */
    PIPELINE_CHANGED("pipeline-changed"),
    /** MongoDB does not have the document of that moment, which decides what a reader may see. */
    NO_IMAGE("no-image");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** The name that clients get. */
    public String text() {
      return text;
    }
  }

  public Gap {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(position, "position");
  }

  @Override
  public int weight() {
    return 512;
  }
}
