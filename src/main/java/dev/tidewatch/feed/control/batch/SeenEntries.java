package dev.tidewatch.feed.control.batch;

import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.Seen;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of one message that a view shows, and how far the message reaches.
 *
 * <p>Owned by the dispatcher's thread.
 */
public final class SeenEntries {

  private final BatchCache batches;
  private final boolean before;
  private final List<LogEntry> entries = new ArrayList<>();
  private int bytes;
  private boolean inGap;
  private int gaps;
  private Position own;
  private Position shown;

  /**
   * Nothing yet.
   *
   * @param inGap whether the reader was sent a gap without an image and has seen nothing since
   */
  public SeenEntries(BatchCache batches, boolean inGap) {
    this.batches = batches;
    this.before = inGap;
    this.inGap = inGap;
  }

  /**
   * Passes an entry, and takes what is seen of it. Returns false if it does not fit, or if it is
   * still being looked at or encoded.
   */
  public boolean add(LogEntry entry) {
    Seen seen = batches.see(entry);
    if (seen == null) {
      return false;
    }
    LogEntry sent = seen.sent(inGap);
    if (sent != null) {
      if (!batches.isEncoded(sent)) {
        return false;
      }
      int more = bytes + batches.format().sizeOf(sent);
      if (!entries.isEmpty() && !batches.fits(entries, sent, more)) {
        return false;
      }
      bytes = more;
      entries.add(sent);
      inGap = Seen.isNoImage(sent);
      gaps += inGap ? 1 : 0;
    }
    // a database that was restored begins again
    boolean back = own != null && own.isAfter(seen.own());
    own = seen.own();
    shown = shown == null || back || seen.position().isAfter(shown) ? seen.position() : shown;
    return true;
  }

  List<LogEntry> entries() {
    return entries;
  }

  int bytes() {
    return bytes;
  }

  /** The message; null if nothing is seen. */
  public OutboundMessage message() {
    return entries.isEmpty() ? null : batches.format().join(entries);
  }

  /** The position of the last entry that was passed; null if none was. */
  public Position own() {
    return own;
  }

  /** What a reader may be told of that position. */
  public Position shown() {
    return shown;
  }

  /** Whether they make void what their readers have. */
  public Voids voids() {
    return new Voids(entries);
  }

  public Batch.Gaps gaps() {
    return new Batch.Gaps(before, inGap, gaps);
  }
}
