package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.LargeEntryEncoder;
import dev.tidewatch.feed.control.index.EntryTerms;
import dev.tidewatch.feed.control.index.Interest;
import dev.tidewatch.feed.control.index.LookedFor;
import dev.tidewatch.feed.control.index.ReaderIndex;
import dev.tidewatch.feed.control.index.ReaderIndex.Listing;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.ChangeReader;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The readers of a feed that have read everything and want only some of what comes. They are
 * neither served nor asked. Each new entry is looked at once for all of them, in the order of the
 * log, and the readers that it may concern read on from there.
 *
 * <pre>
 *            has read all, and can be found
 *    reads ──────────────────────────────────► parked   its place is this one's, or its own if that
 *      ▲                                          │     is further
 *      └──────────────────────────────────────────┘
 *        an entry may concern it: it reads from exactly this entry
 *        entries have left the log before they were looked at: it reads from there, as any reader
 *        that is too slow
 * </pre>
 *
 * <p>A reader that was parked once reads no further than this place, because what lies beyond is
 * going to be looked at for it.
 *
 * <p>Owned by the dispatcher's thread. Bound: the readers of the feed.
 */
final class Parking {

  private final ChangeLog log;
  private final LargeEntryEncoder large;
  private final ChangeReader changes;
  private final BiConsumer<String, Throwable> failures;
  private final ReaderIndex<Subscription> index = new ReaderIndex<>();
  private int parked;
  // the number of the next entry to look at; all before it were, if any reader is parked
  private long next;
  // the position of the entry before; null if none was looked at since a reader is parked
  private Position passed;
  private Looking looking;

  /**
   * Without readers.
   *
   * @param changes takes changes apart, for the views of the feed as well
   * @param failures told what goes wrong
   */
  Parking(
      ChangeLog log,
      LargeEntryEncoder large,
      ChangeReader changes,
      BiConsumer<String, Throwable> failures) {
    this.log = log;
    this.large = large;
    this.failures = failures;
    this.changes = changes;
  }

  /** A large entry that is looked at on another thread. */
  private static final class Looking implements LargeEntryEncoder.Task {

    private final LogEntry entry;
    private final LookedFor lookedFor;
    private final ChangeReader changes;
    private volatile EntryTerms terms;

    Looking(LogEntry entry, LookedFor lookedFor, ChangeReader changes) {
      this.entry = entry;
      this.changes = changes;
      this.lookedFor = lookedFor;
    }

    @Override
    public boolean isDone() {
      return terms != null;
    }

    @Override
    public void run() {
      terms = EntryTerms.of(entry, lookedFor, changes);
    }
  }

  /** The number of the next entry to look at. */
  long next() {
    return next;
  }

  /** The position of the last entry that was looked at; null if there is none. */
  Position passed() {
    return passed;
  }

  /** The number of readers that are parked. */
  int size() {
    return parked;
  }

  /** Lists a reader, so that it can be parked; null if it cannot be found. */
  Listing<Subscription> list(Subscription reader, Interest interest) {
    return index.add(reader, interest);
  }

  void remove(Listing<Subscription> listing) {
    index.remove(listing);
  }

  /** A reader that is listed is parked now. */
  void parked() {
    parked++;
  }

  /** A reader is parked no longer. */
  void unparked() {
    parked--;
  }

  /**
   * Looks at entries, and unparks the readers that they may concern.
   *
   * @param end the number after the last entry to look at
   * @param most how many entries at most
   * @return the readers that were unparked, each once
   */
  List<Subscription> advance(long end, int most) {
    List<Subscription> found = new ArrayList<>();
    for (int i = 0; i < most && next < end && parked > 0; i++) {
      LogEntry entry = log.at(next);
      EntryTerms terms = entry == null ? EntryTerms.ALL : terms(entry);
      if (terms == null) {
        break;
      }
      // every parked reader misses an entry that has left the log, unless it has read further
      long before = entry == null ? Long.MAX_VALUE : next + 1;
      index.find(
          terms,
          reader -> {
            if (reader.parkedAt() < before) {
              reader.spot().unpark();
              found.add(reader);
            }
          });
      looking = null;
      if (entry == null) {
        next = Math.min(log.first(), end);
      } else {
        passed = entry.position();
        next++;
      }
    }
    if (parked == 0) {
      // nobody needs what follows to be looked at, and those that were found may read all of it
      next = end;
      passed = null;
      looking = null;
    }
    return found;
  }

  /** Whether {@link #advance} would get further. */
  boolean isBehind(long end) {
    return next < end && (looking == null || looking.isDone());
  }

  /** Null as long as that is being found out. */
  private EntryTerms terms(LogEntry entry) {
    try {
      if (!LargeEntryEncoder.isLarge(entry)) {
        return EntryTerms.of(entry, index.lookedFor(), changes);
      }
      if (looking == null || looking.entry != entry) {
        looking = new Looking(entry, index.lookedFor(), changes.another());
      }
      return large.isDone(looking) ? looking.terms : null;
    } catch (Throwable e) {
      failures.accept("whom an entry concerns could not be found out", e);
      return EntryTerms.ALL;
    }
  }
}
