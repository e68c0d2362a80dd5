package dev.tidewatch.development.streams;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/** A change stream that clients may ask for more. Owned by the database's one thread. */
final class OpenStream {

  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final long id;
  private final ChangeStreamCursor cursor;
  private Waiting waiting;
  private long lastUse = System.nanoTime();

  OpenStream(long id, ChangeStreamCursor cursor) {
    this.id = id;
    this.cursor = cursor;
  }

  boolean isWaiting() {
    return waiting != null;
  }

  /** Whether no getMore has come for ten minutes. */
  boolean isIdle() {
    return waiting == null && System.nanoTime() - lastUse > IDLE_NANOS;
  }

  void await(Waiting getMore) {
    if (waiting != null) {
      throw new CommandError(12051, "CursorInUse", "cursor id " + id + " is already in use");
    }
    waiting = getMore;
  }

  /**
   * Answers a waiting getMore if there is something to say, or if it must be.
   *
   * @return whether the stream is still open
   */
  boolean answer(boolean evenIfEmpty) {
    if (waiting == null) {
      return true;
    }
    try {
      Batch batch = cursor.take(waiting.batchSize());
      if (!batch.events().isEmpty() || batch.invalidated() || evenIfEmpty) {
        end(batch.toReply("nextBatch", id, cursor.namespace()));
      }
      return !batch.invalidated();
    } catch (RuntimeException e) {
      end(CommandError.reply(e));
      return false;
    }
  }

  /** Ends a waiting getMore, if there is one, with this reply. */
  void end(Document reply) {
    if (waiting != null) {
      Waiting answered = waiting;
      forget();
      answered.reply().accept(reply);
    }
  }

  /** Its client has left, so there is no call to answer. */
  void abandon(Channel channel) {
    if (waiting != null && waiting.channel() == channel) {
      forget();
    }
  }

  private void forget() {
    waiting.cancelTimeout();
    waiting = null;
    lastUse = System.nanoTime();
  }
}
