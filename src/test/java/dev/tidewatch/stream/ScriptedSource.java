package dev.tidewatch.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * A source that a test fills from any thread and that waits for what is not there yet, as a getMore
 * does. The token is the last change. Two threads in it at once fail the call.
 */
class ScriptedSource implements ChangeSource {

  /** How many getMores have begun. */
  final AtomicInteger asked = new AtomicInteger();

  final AtomicInteger closed = new AtomicInteger();
  volatile boolean opened;

  private final Duration wait;
  private final BlockingQueue<Object> script = new LinkedBlockingQueue<>();
  private final AtomicInteger inside = new AtomicInteger();
  private volatile boolean alive = true;
  private volatile BsonDocument token;

  /** One whose getMores wait that long. */
  ScriptedSource(Duration wait) {
    this.wait = wait;
  }

  static BsonDocument change(int n) {
    return new BsonDocument("n", new BsonInt32(n));
  }

  static int number(BsonDocument change) {
    return change.getInt32("n").getValue();
  }

  ScriptedSource changes(int... numbers) {
    for (int n : numbers) {
      script.add(n);
    }
    return this;
  }

  /** The last change: it ends the source, as an invalidate does. */
  ScriptedSource invalidate(int n) {
    script.add((long) n);
    return this;
  }

  /** A failure that ends the source. */
  ScriptedSource failure(Throwable fatal) {
    script.add(fatal);
    return this;
  }

  @Override
  public void open() {
    enter();
    opened = true;
    leave();
  }

  @Override
  public Optional<RawBsonDocument> tryNext() {
    enter();
    try {
      if (!alive) {
        return Optional.empty();
      }
      opened = true;
      asked.incrementAndGet();
      return Optional.ofNullable(script.poll(wait.toMillis(), TimeUnit.MILLISECONDS))
          .flatMap(this::played);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      leave();
    }
  }

  private Optional<RawBsonDocument> played(Object item) {
    if (!alive) {
      return Optional.empty();
    }
    if (!(item instanceof Integer)) {
      alive = false;
    }
    if (item instanceof RuntimeException failure) {
      throw failure;
    }
    if (item instanceof Error failure) {
      throw failure;
    }
    token = change(((Number) item).intValue());
    return Optional.of(new RawBsonDocument(token, new BsonDocumentCodec()));
  }

  @Override
  public boolean isAlive() {
    return alive;
  }

  @Override
  public BsonDocument resumeToken() {
    return token;
  }

  @Override
  public void close() {
    alive = false;
    closed.incrementAndGet();
    // wakes a waiting thread
    script.add(-1);
  }

  private void enter() {
    if (inside.incrementAndGet() != 1) {
      throw new AssertionError("two threads at once");
    }
  }

  private void leave() {
    inside.decrementAndGet();
  }
}
