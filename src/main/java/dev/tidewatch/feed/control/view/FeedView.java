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

  /** As {@link View#see}. */
  public LogEntry see(LogEntry entry) {
    return view.see(entry, images);
  }

  /** As {@link View#reveal}; null if the position is. */
  public Position reveal(Position position) {
    return position == null ? null : view.reveal(position);
  }
}
