package dev.tidewatch.stream;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * The queued calls of one stream, and the turns that answer them.
 *
 * <p>Owned by the thread that has the {@linkplain SerialExecutor turn}; any thread adds calls and
 * closes. Bound: one change in addition to the source's batch; callers limit the number of calls.
 * Stop signal: {@link #close}.
 */
final class CallQueue {

  // the most changes in one turn, because other streams need the thread too
  private static final int MOST = 128;

  private final ChangeSource source;
  private final SerialExecutor turns;
  private final Queue<PendingCall<?>> calls = new ConcurrentLinkedQueue<>();
  private volatile PendingAnswer<?> last;
  private volatile boolean closed;
  // owned by the turn: a change that arrived after its call was withdrawn
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

  /** The token after the last change that was taken; null if unknown. Not a copy. */
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
      // in this order, because a call added after the close must not get the kept change
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

  /** Returns false if the call continues to wait. */
  private boolean answered(PendingCall<?> call) {
    if (kept == null && untold == null) {
      ask(call);
    }
    if (untold != null) {
      // a stream that can continue need not keep an unreported failure
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
