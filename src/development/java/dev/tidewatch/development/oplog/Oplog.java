package dev.tidewatch.development.oplog;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.Namespace;
import dev.tidewatch.development.events.ChangeEvent;
import dev.tidewatch.development.events.ResumeToken;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Every change of the process's life, oldest first, within its limits: append-only, each entry at a
 * position of its own. Owned by the database's one thread.
 */
public final class Oplog {

  private final NavigableMap<ResumeToken, OplogEntry> entries = new TreeMap<>();
  private final OplogClock clock;
  private final OplogLimits limits;
  private final Runnable appended;
  private final ResumeToken start;
  private ResumeToken newestDropped;
  private long bytes;

  /**
   * @param appended told of every new entry, in the middle of the command that wrote it
   */
  public Oplog(OplogClock clock, OplogLimits limits, Runnable appended) {
    this.clock = clock;
    this.limits = limits;
    this.appended = appended;
    this.start = ResumeToken.highWaterMark(clock.mark());
  }

  /**
   * Adds what was just written.
   *
   * @param undo what the change did to a document; null if it is of the whole collection
   * @param current looks up the document as it is now; null if it is no update
   */
  public void append(
      ChangeEvent change, Namespace namespace, Undo undo, Supplier<Document> current) {
    ResumeToken token = ResumeToken.event(clock.next());
    byte[] bson = Documents.encode(change.toDocument(token, clock.wallTime(), namespace));
    boolean ends = change instanceof ChangeEvent.Drop || change instanceof ChangeEvent.Rename;
    OplogEntry entry = new OplogEntry(token, namespace, change.to(), ends, bson, undo, current);
    entries.put(token, entry);
    bytes += entry.size();
    while (entries.size() > limits.entries() || (bytes > limits.bytes() && entries.size() > 1)) {
      OplogEntry dropped = entries.pollFirstEntry().getValue();
      bytes -= dropped.size();
      newestDropped = dropped.token();
    }
    appended.run();
  }

  /** The entries after a position, oldest first. */
  public Iterable<OplogEntry> after(ResumeToken position) {
    return entries.tailMap(position, false).values();
  }

  /** The entry of a token, its event's or its invalidate's; null if there is none. */
  public OplogEntry at(ResumeToken token) {
    return entries.get(ResumeToken.event(token.time()));
  }

  /** Whether something after this position was dropped: going on from here would skip it. */
  public boolean hasLost(ResumeToken position) {
    return newestDropped != null && position.compareTo(newestDropped) < 0;
  }

  /** Whether this position is of a time before the oplog began. */
  public boolean precedes(ResumeToken position) {
    return position.compareTo(start) < 0;
  }

  /** The position after every entry so far. */
  public ResumeToken end() {
    return ResumeToken.highWaterMark(clock.mark());
  }

  /** The present moment: every change so far is of it or before, and every later one after it. */
  public BsonTimestamp moment() {
    return new BsonTimestamp(clock.moment());
  }

  /** What replies call operationTime. */
  public BsonTimestamp operationTime() {
    return new BsonTimestamp(clock.now());
  }

  /** A time of its own for a document that asks the server for one. */
  public BsonTimestamp newTimestamp() {
    return new BsonTimestamp(clock.next());
  }
}
