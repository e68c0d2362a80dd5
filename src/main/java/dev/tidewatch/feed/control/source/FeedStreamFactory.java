package dev.tidewatch.feed.control.source;

import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;

/**
 * Opens one feed's stream for whoever reads it, and knows what its server can do about events of
 * more than 16 MB: split them ($changeStreamSplitLargeEvent, from 6.0.9 and 7.0 on), or not.
 *
 * <p>Any thread.
 */
public final class FeedStreamFactory {

  private static final List<BsonDocument> SPLIT =
      List.of(new BsonDocument("$changeStreamSplitLargeEvent", new BsonDocument()));

  /** So many changes in a reply, where one of the next thousands cannot be had. */
  private static final int FEW = 128;

  private final ChangeStreamSource source;
  private final FeedSettings settings;
  private volatile boolean serverSplits = true;

  /** The streams of a feed whose settings nobody needs to be told of. */
  public FeedStreamFactory(ChangeStreamSource source) {
    this(source, FeedSettings.of("NAME", "the namespace", null));
  }

  /**
   * The streams of one feed.
   *
   * @param settings what people are told to change where a server refuses the stream
   */
  public FeedStreamFactory(ChangeStreamSource source, FeedSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  /** A stream after a position, or from now on if that is null; no I/O yet. */
  public FeedStream startAfter(Position position) {
    return new FeedStream(this, StreamOpening.after(position, null));
  }

  /**
   * The same, with few changes in each reply. A server that cannot send a change fails the whole
   * reply, and with it those before it: this gets most of them.
   */
  public FeedStream inSmallBatches(Position position) {
    return new FeedStream(this, StreamOpening.after(position, FEW));
  }

  /** The same, with one change in each reply: this gets all of them. */
  public FeedStream oneByOne(Position position) {
    return new FeedStream(this, StreamOpening.after(position, 1));
  }

  /**
   * Looks for the change that a server cannot send, where {@link #oneByOne} has failed before it
   * read anything, and for those that follow it at once.
   *
   * @return empty if the server can send it now
   */
  public List<UnreadableEvent.Step> stepOver(Position after) {
    return new UnreadableEvent(this, after).steps();
  }

  FeedSettings settings() {
    return settings;
  }

  /** Why the database cannot be reached, as in {@link ChangeStreamSource#trouble}. */
  public Optional<String> trouble() {
    return source.trouble();
  }

  /** What {@link FeedStream} reads: large events are split if the server can. */
  ChangeStream raw(StreamOpening opening) {
    return source.open(serverSplits ? opening.last(SPLIT) : opening);
  }

  /** As it is asked for. */
  ChangeStream exactly(StreamOpening opening) {
    return source.open(opening);
  }

  /** Whether the stage is still sent, which it is until a server does not know it. */
  boolean sendsSplit() {
    return serverSplits;
  }

  /** The server does not know the stage. */
  void serverDoesNotSplit() {
    serverSplits = false;
  }
}
