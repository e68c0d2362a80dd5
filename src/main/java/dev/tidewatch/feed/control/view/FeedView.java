package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.Position;

/**
 * A view of one feed.
 *
 * @param view what its readers may see
 * @param images which documents the feed's changes carry
 */
public record FeedView(View view, ImagePolicy images) {

  /** Everything, as it comes. */
  public static final FeedView ALL = new FeedView(View.ALL, ImagePolicy.AS_SENT);

  /** Whether every entry is seen as it is. */
  public boolean isAll() {
    return view == View.ALL && !images.hides();
  }

  /** Whether a position must not hold a document key. */
  public boolean isRestricted() {
    return view.isRestricted();
  }

  /** Looks at an entry. */
  public Seen see(LogEntry entry) {
    return see(entry, new ChangeReader(images));
  }

  /**
   * As above.
   *
   * @param changes takes apart what is a change, for all views of the feed together
   */
  public Seen see(LogEntry entry, ChangeReader changes) {
    LogEntry seen = view.see(entry, changes);
    Position own = entry.position();
    return new Seen(seen, own, seen == null ? view.reveal(own) : seen.position());
  }

  /**
   * Where to read on from MongoDB for a reader that names a position. It is not asked for an event
   * that the reader names, because its answer would tell whether there is one; entries up to the
   * position have to be skipped.
   */
  public Position start(Position named) {
    return isRestricted() && (named.holdsKey() || named.isCut()) ? named.highWaterMark() : named;
  }

  /** As {@link View#reveal}; null if the position is. */
  public Position reveal(Position position) {
    return position == null ? null : view.reveal(position);
  }
}
