package dev.tidewatch.stream;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * The calls of one stream, in line, and what answers them.
 *
 * <p>The owning thread is the one that has the {@linkplain SerialExecutor turn}; calls are added,
 * and the line is closed, by any. Its bound is one change of its own beside the source's batch; how
 * many calls stand in it is their callers' to limit. It stops at {@link #close}.
 */
final class CallQueue {

  // changes in one turn: others want the thread as well
  private static final int MOST = 128;

  private final ChangeSource source;
  private final SerialExecutor turns;
  private final Queue<PendingCall<?>> calls = new ConcurrentLinkedQueue<>();
  private volatile PendingAnswer<?> last;
  private volatile boolean closed;
  // the turn's: what came when nobody was there any more to take it
  private RawBsonDocument kept;
  private Throwable untold;

  CallQueue(ChangeSource source, Executor executor) {
    this.source = source;
    this.turns = new SerialExecutor(source, executor, this::turn, this::refuse);
    this.last = PendingAnswer.none(source.resumeToken());
  }

  <T> CompletableFuture<T> add(PendingCall<T> call) {
    calls.add(call);
    if (closed) {
      endAll();
    } else {
      turns.signal();
    }
    return call.stage();
  }

  boolean isAlive() {
    return !closed && (source.isAlive() || !last.taken());
  }

  /** The place after the last change that was taken; null if unknown. Not a copy. */
  BsonDocument token() {
    return last.token();
  }

  CompletableFuture<Void> close() {
    closed = true;
    endAll();
    return turns.close();
  }

  private void endAll() {
    for (PendingCall<?> call = calls.poll(); call != null; call = calls.poll()) {
      call.end();
    }
  }

  private void refuse(Throwable error) {
    for (PendingCall<?> call = calls.poll(); call != null; call = calls.poll()) {
      call.fail(error);
    }
  }

  private boolean turn() {
    for (int served = 0; served < MOST; served++) {
      PendingCall<?> call = calls.peek();
      // in this order: a call that was added after the close must not be given what was kept
      if (call == null || closed) {
        return false;
      }
      if (!call.stage().isDone() && !answered(call)) {
        return true;
      }
      calls.remove(call);
    }
    return true;
  }

  /** Returns false if the call waits on. */
  private boolean answered(PendingCall<?> call) {
    if (kept == null && untold == null) {
      ask(call);
    }
    if (untold != null) {
      // a stream that can go on need not remember what nobody was told
      if (call.fail(untold) || source.isAlive()) {
        untold = null;
      }
    } else if (kept != null && call.takes()) {
      give(call);
    } else if (call.waits() && source.isAlive()) {
      return false;
    } else {
      call.end();
    }
    return true;
  }

  private void ask(PendingCall<?> call) {
    try {
      if (call.takes()) {
        kept = source.tryNext().orElse(null);
      } else {
        source.open();
      }
    } catch (RuntimeException | Error e) {
      untold = e;
    }
    if (kept == null) {
      last = PendingAnswer.none(source.resumeToken());
    }
  }

  private <T> void give(PendingCall<T> call) {
    T answer = call.answer().apply(kept);
    last = new PendingAnswer<>(last.token(), call.stage(), answer, source.resumeToken());
    if (call.stage().complete(answer)) {
      kept = null;
    }
  }
}
