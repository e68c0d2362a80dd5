package dev.tidewatch.feed.control.source;

import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;

/**
 * Opens one feed's change stream, and knows whether its server can split events of more than 16 MB
 * ($changeStreamSplitLargeEvent, since 6.0.9 and 7.0).
 *
 * <p>Thread-safe.
 */
public final class FeedStreamFactory {

  private static final List<BsonDocument> SPLIT =
      List.of(new BsonDocument("$changeStreamSplitLargeEvent", new BsonDocument()));

  /** The size of small batches, which are read if one of the next events cannot be read. */
  private static final int FEW = 128;

  private final ChangeStreamSource source;
  private final FeedSettings settings;
  private final OldestHistory oldest = new OldestHistory(this);
  private volatile boolean serverSplits = true;

  /** A factory without settings to name in messages. */
  public FeedStreamFactory(ChangeStreamSource source) {
    this(source, FeedSettings.of("NAME", "the namespace", null));
  }

  /**
   * The streams of one feed.
   *
   * @param settings the settings to name if a server refuses the stream
   */
  public FeedStreamFactory(ChangeStreamSource source, FeedSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  /** A stream that starts after a position, or now if that is null; no I/O yet. */
  public FeedStream startAfter(Position position) {
    return new FeedStream(this, StreamOpening.after(position, null));
  }

  /**
   * As above, of the changes that a query on events matches, even if it does not match the event at
   * the position. Looks for such an event first, which is I/O.
   *
   * @throws RuntimeException if the position is not found, which {@link #startAfter(Position)}
   *     explains
   */
  public FeedStream startAfter(Position position, BsonDocument match) {
    StreamOpening opening = StreamOpening.after(position, null);
    if (position.holdsKey() || position.isCut()) {
      // a server does not find an event that a stage hides
      opening = ClusterTimeLookup.find(this, opening, null);
    }
    return new FeedStream(this, opening.first(new BsonDocument("$match", match)));
  }

  /** Whether changes are as MongoDB makes them, because no stage of the feed alters them. */
  public boolean areUnaltered() {
    return settings.pipeline().stream().allMatch(stage -> stage.keySet().equals(Set.of("$match")));
  }

  /**
   * As {@link #startAfter(Position)}, with few changes in each reply. A server that cannot send a
   * change fails the whole reply, including the changes before it; small replies save most of them.
   */
  public FeedStream inSmallBatches(Position position) {
    return new FeedStream(this, StreamOpening.after(position, FEW));
  }

  /** As {@link #inSmallBatches}, with one change in each reply, which saves all of them. */
  public FeedStream oneByOne(Position position) {
    return new FeedStream(this, StreamOpening.after(position, 1));
  }

  /**
   * An open stream that begins where the server's history does, for a reader whose position the
   * server no longer has. Blocks while the server looks for it.
   *
   * @param lost the reader's position
   * @param latest where the stream need not reach back further
   * @return empty if the history does not begin before {@code latest}
   * @throws RuntimeException as {@link FeedStream#open}
   */
  public Optional<FeedStream> atOldest(Position lost, Position latest) {
    if (lost.clusterTime().isEmpty() || latest.clusterTime().isEmpty()) {
      return Optional.empty();
    }
    BsonTimestamp end = latest.clusterTime().get();
    BsonTimestamp begin = oldest.find(lost.clusterTime().get(), end);
    if (begin.compareTo(end) >= 0) {
      return Optional.empty();
    }
    // an empty first reply carries the server's own position of that time
    FeedStream stream =
        new FeedStream(this, StreamOpening.after(Position.ofTime(begin, latest), 0).atItsTime());
    try {
      stream.open();
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
    return Optional.of(stream);
  }

  /**
   * The time from which the server has history; if it never lost any, that of the feed's first
   * event. Blocks while the server looks for it.
   *
   * @param latest a time that it need not be later than
   * @return empty if the server never lost any and does not come to an event soon
   * @throws com.mongodb.MongoException if the server cannot tell now
   */
  public Optional<BsonTimestamp> oldest(BsonTimestamp latest) {
    return oldest.begin(latest);
  }

  /**
   * Finds the change that a server cannot send, after {@link #oneByOne} has failed before it read
   * anything, and further such changes directly after it.
   *
   * @return empty if the server can send the change now
   */
  public List<UnreadableEvent.Step> stepOver(Position after) {
    return new UnreadableEvent(this, after).steps();
  }

  /**
   * The position before everything that happens at a time or after it, and after everything that
   * came before. Blocks.
   */
  public Position positionAt(BsonTimestamp time) {
    StreamOpening opening =
        StreamOpening.after(Position.ofTime(time, null), 0).atItsTime().asBare();
    try (ChangeStream stream = exactly(opening)) {
      stream.open();
      return Position.of(stream.resumeToken());
    }
  }

  /** Checks the watched collections, as in {@link ChangeStreamSource#verify}. */
  public void verify() {
    source.verify();
  }

  FeedSettings settings() {
    return settings;
  }

  /** Why the database cannot be reached, as in {@link ChangeStreamSource#trouble}. */
  public Optional<String> trouble() {
    return source.trouble();
  }

  /** The stream that {@link FeedStream} reads; large events are split if the server can. */
  ChangeStream raw(StreamOpening opening) {
    return source.open(serverSplits ? opening.last(SPLIT) : opening);
  }

  /** The stream without the split stage. */
  ChangeStream exactly(StreamOpening opening) {
    return source.open(opening);
  }

  /** Whether the split stage is sent, which it is until a server does not know it. */
  boolean sendsSplit() {
    return serverSplits;
  }

  /** Stops sending the split stage, because the server does not know it. */
  void serverDoesNotSplit() {
    serverSplits = false;
  }
}
