package dev.tidewatch.development;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The open change streams and the getMores that wait on them. Everything here happens on the
 * database's one thread; waiting holds no thread, only an entry in this table.
 */
final class ChangeStreams {

  private static final int FIRST_BATCH = 101;
  private static final long DEFAULT_WAIT_MILLIS = 1000;
  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final ScheduledExecutorService thread;
  private final Map<Long, OpenStream> open = new HashMap<>();
  private boolean wakeIsDue;

  ChangeStreams(ScheduledExecutorService thread) {
    this.thread = thread;
  }

  /** Opens a stream and answers with its first batch. */
  Document open(ChangeStreamCursor cursor, long batchSize) {
    forgetIdle();
    ChangeStreamCursor.Batch batch = cursor.take((int) Math.min(batchSize, Integer.MAX_VALUE));
    long id = batch.invalidated() ? 0 : ThreadLocalRandom.current().nextLong(1L << 40, 1L << 62);
    if (id != 0) {
      open.put(id, new OpenStream(id, cursor));
    }
    return reply("firstBatch", batch, id, cursor.namespace());
  }

  static long firstBatchSize(Document aggregate) {
    Document cursor = Documents.document(aggregate, "cursor");
    if (cursor == null) {
      throw new CommandError(
          9,
          "FailedToParse",
          "The 'cursor' option is required, except for aggregate with the explain argument");
    }
    return Documents.number(cursor, "batchSize", FIRST_BATCH);
  }

  boolean has(long cursorId) {
    return open.containsKey(cursorId);
  }

  /** Answers at once if there are events, else when there are, or when the time is up. */
  void getMore(Channel channel, Document command, Consumer<Document> reply) {
    OpenStream stream = open.get(Documents.number(command, "getMore", 0));
    if (stream.waiting != null) {
      throw new CommandError(
          12051, "CursorInUse", "cursor id " + stream.id + " is already in use");
    }
    long batchSize = Documents.number(command, "batchSize", Integer.MAX_VALUE);
    long millis = Documents.number(command, "maxTimeMS", DEFAULT_WAIT_MILLIS);
    stream.waiting = new Waiting(channel, (int) Math.min(batchSize, Integer.MAX_VALUE), reply);
    if (!answer(stream, millis <= 0)) {
      stream.waiting.timeout(
          thread.schedule(() -> answer(stream, true), millis, TimeUnit.MILLISECONDS));
    }
  }

  /** Told in the middle of a command: the waiting are woken once it is done, once for all of it. */
  void changed() {
    if (!wakeIsDue) {
      wakeIsDue = true;
      thread.execute(
          () -> {
            wakeIsDue = false;
            List.copyOf(open.values()).forEach(stream -> answer(stream, false));
          });
    }
  }

  /** Ends a stream, and a getMore that waits on it. */
  boolean kill(long cursorId) {
    OpenStream stream = open.remove(cursorId);
    if (stream != null && stream.waiting != null) {
      end(stream, CommandError.reply(new CommandError(237, "CursorKilled", "operation was killed")));
    }
    return stream != null;
  }

  /** A client is gone: nobody is there to be answered. Its streams may be read by others. */
  void disconnected(Channel channel) {
    for (OpenStream stream : open.values()) {
      if (stream.waiting != null && stream.waiting.channel() == channel) {
        stream.waiting.cancelTimeout();
        stream.waiting = null;
      }
    }
  }

  /** Forgets all streams, as a restart does. */
  void clear() {
    List.copyOf(open.keySet()).forEach(this::kill);
  }

  /** Answers a waiting getMore if there is something to say, or if it must be; says whether. */
  private boolean answer(OpenStream stream, boolean evenIfEmpty) {
    Waiting waiting = stream.waiting;
    if (waiting == null) {
      return true;
    }
    try {
      ChangeStreamCursor.Batch batch = stream.cursor.take(waiting.batchSize());
      if (batch.events().isEmpty() && !batch.invalidated() && !evenIfEmpty) {
        return false;
      }
      long id = batch.invalidated() ? 0 : stream.id;
      end(stream, reply("nextBatch", batch, id, stream.cursor.namespace()));
      if (id == 0) {
        open.remove(stream.id);
      }
    } catch (RuntimeException e) {
      open.remove(stream.id);
      end(stream, CommandError.reply(e));
    }
    return true;
  }

  private static void end(OpenStream stream, Document reply) {
    Waiting waiting = stream.waiting;
    stream.waiting = null;
    stream.lastUse = System.nanoTime();
    waiting.cancelTimeout();
    waiting.reply().accept(reply);
  }

  private void forgetIdle() {
    long now = System.nanoTime();
    Iterator<OpenStream> streams = open.values().iterator();
    while (streams.hasNext()) {
      OpenStream stream = streams.next();
      if (stream.waiting == null && now - stream.lastUse > IDLE_NANOS) {
        streams.remove();
      }
    }
  }

  private static Document reply(
      String name, ChangeStreamCursor.Batch batch, long id, Namespace namespace) {
    Document cursor =
        new Document(name, batch.events()).append("postBatchResumeToken", batch.token().toDocument());
    if (batch.invalidated()) {
      cursor.append("invalidated", true);
    }
    cursor.append("id", id).append("ns", namespace.toString());
    return new Document("cursor", cursor).append("ok", 1.0);
  }

  /** A cursor that clients may ask for more. */
  private static final class OpenStream {
    private final long id;
    private final ChangeStreamCursor cursor;
    private Waiting waiting;
    private long lastUse = System.nanoTime();

    private OpenStream(long id, ChangeStreamCursor cursor) {
      this.id = id;
      this.cursor = cursor;
    }
  }
}
