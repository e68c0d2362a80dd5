package dev.tidewatch.development.streams;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import io.netty.channel.Channel;
import java.util.HashMap;
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
public final class ChangeStreams {

  private static final long DEFAULT_WAIT_MILLIS = 1000;

  private final ScheduledExecutorService thread;
  private final Map<Long, OpenStream> open = new HashMap<>();
  private boolean wakeIsDue;

  public ChangeStreams(ScheduledExecutorService thread) {
    this.thread = thread;
  }

  /** Opens a stream and answers with its first batch. */
  public Document open(ChangeStreamCursor cursor, int batchSize) {
    open.values().removeIf(OpenStream::isIdle);
    Batch batch = cursor.take(batchSize);
    // far from mongo-java-server's ids, which count from 1
    long id = ThreadLocalRandom.current().nextLong(1L << 40, 1L << 62);
    if (!batch.invalidated()) {
      open.put(id, new OpenStream(id, cursor));
    }
    return batch.toReply("firstBatch", id, cursor.namespace());
  }

  public boolean has(long cursorId) {
    return open.containsKey(cursorId);
  }

  /** Answers at once if there are events, else when there are, or when the time is up. */
  public void getMore(Channel channel, long cursorId, Document command, Consumer<Document> reply) {
    long millis = Documents.number(command, "maxTimeMS", DEFAULT_WAIT_MILLIS);
    int batchSize = (int) Documents.number(command, "batchSize", 0);
    // 0 is no limit here, but an empty batch in an aggregate
    Waiting waiting = new Waiting(channel, batchSize <= 0 ? Integer.MAX_VALUE : batchSize, reply);
    open.get(cursorId).await(waiting);
    answer(cursorId, millis <= 0);
    if (has(cursorId) && open.get(cursorId).isWaiting()) {
      waiting.timeout(thread.schedule(() -> answer(cursorId, true), millis, TimeUnit.MILLISECONDS));
    }
  }

  /** Told in the middle of a command: the waiting are woken once it is done, once for all of it. */
  public void changed() {
    if (!wakeIsDue) {
      wakeIsDue = true;
      thread.execute(
          () -> {
            wakeIsDue = false;
            List.copyOf(open.keySet()).forEach(cursorId -> answer(cursorId, false));
          });
    }
  }

  private void answer(long cursorId, boolean evenIfEmpty) {
    OpenStream stream = open.get(cursorId);
    if (stream != null && !stream.answer(evenIfEmpty)) {
      open.remove(cursorId);
    }
  }

  /** Ends a stream, and a getMore that waits on it. */
  public boolean kill(long cursorId) {
    OpenStream stream = open.remove(cursorId);
    if (stream == null) {
      return false;
    }
    stream.end(CommandError.reply(new CommandError(237, "CursorKilled", "operation was killed")));
    return true;
  }

  /** A client is gone. Its streams may be read by others. */
  public void disconnected(Channel channel) {
    open.values().forEach(stream -> stream.abandon(channel));
  }

  /** How many getMores wait. */
  public int waiting() {
    return (int) open.values().stream().filter(OpenStream::isWaiting).count();
  }

  /** Forgets all streams, as a restart does. */
  public void clear() {
    List.copyOf(open.keySet()).forEach(this::kill);
  }
}
