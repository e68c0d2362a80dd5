package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.entity.Position;

/**
 * Where a reader is: its position in the stream, which stays within the server, and what the reader
 * may be told of it, which holds no hidden key.
 *
 * <p>Owned by the dispatcher's thread.
 */
public final class ReaderPosition {

  private final ChangeLog log;
  private final FeedView view;
  private final boolean restricted;
  // null before the stream was first opened, like the next one
  private Position own;
  private Position shown;

  /**
   * A position.
   *
   * @param own null before the stream was first opened
   * @param shown what the reader may be told of it
   */
  public ReaderPosition(ChangeLog log, FeedView view, Position own, Position shown) {
    this.log = log;
    this.view = view;
    this.restricted = view.isRestricted();
    this.own = own;
    this.shown = shown;
  }

  /** In the stream; null before it was first opened. */
  public Position own() {
    if (own == null) {
      // the reader connected before the stream was first opened, and gets everything since
      own = log.beginning();
      shown = view.reveal(own);
    }
    return own;
  }

  /** What the reader may be told; null before the stream was first opened. */
  public Position shown() {
    own();
    return shown;
  }

  /** Moves to where something was passed over, of which nothing was shown. */
  public void pass(Position to) {
    move(to, view.reveal(to));
  }

  /** Moves on; what the reader is told never moves back, unless the database was restored. */
  public void move(Position to, Position revealed) {
    boolean stays =
        restricted && own != null && shown != null && !own.isAfter(to) && shown.isAfter(revealed);
    shown = stays ? shown : revealed;
    own = to;
  }
}
