package dev.tidewatch.feed.control.documents;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pages that were read lately, for the next reader that asks for one of them.
 *
 * <p>Not thread-safe; guarded by {@link DocumentReads}. Bound: {@link #MAX_PAGES} and {@link
 * #MAX_BYTES}; the newest page alone may exceed the latter. A page that nobody asks for leaves
 * after {@link #IDLE}.
 */
final class PageCache {

  static final long MAX_BYTES = 16 << 20;

  static final int MAX_PAGES = 256;

  private static final long IDLE = Duration.ofSeconds(15).toNanos();

  // the one that was asked for last comes last
  private final Map<PageKey, Kept> pages = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Kept {

    private final DocumentPage page;
    private long usedNanos;

    Kept(DocumentPage page, long nanoTime) {
      this.page = page;
      this.usedNanos = nanoTime;
    }
  }

  /** The page; null if it is not here. */
  DocumentPage get(PageKey key, long nanoTime) {
    Kept kept = pages.get(key);
    if (kept == null) {
      return null;
    }
    kept.usedNanos = nanoTime;
    return kept.page;
  }

  void add(PageKey key, DocumentPage page, long nanoTime) {
    pages.put(key, new Kept(page, nanoTime));
    // weighed again, because pages grow with the messages that are composed of them
    long bytes = pages.values().stream().mapToLong(kept -> kept.page.weight()).sum();
    Iterator<Kept> oldest = pages.values().iterator();
    while ((bytes > MAX_BYTES || pages.size() > MAX_PAGES) && pages.size() > 1) {
      bytes -= oldest.next().page.weight();
      oldest.remove();
    }
  }

  /** Drops the pages that nobody has asked for lately. */
  void tend(long nanoTime) {
    pages.values().removeIf(kept -> nanoTime - kept.usedNanos > IDLE);
  }

  int size() {
    return pages.size();
  }
}
