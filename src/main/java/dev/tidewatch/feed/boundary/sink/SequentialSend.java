package dev.tidewatch.feed.boundary.sink;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Sends several texts, each once the previous send has completed. Servers often complete a send
 * before it returns. The loop then continues, because a send from within the callback would recurse
 * without bound.
 *
 * <p>Owned by the thread in {@link #run}. The thread of a later callback runs it again.
 */
final class SequentialSend implements Runnable {

  private enum State {
    SENDING,
    SENT,
    WAITING
  }

  private final RemoteEndpoint.Async remote;
  private final List<String> texts;
  private final Consumer<Throwable> done;
  private final AtomicReference<State> state = new AtomicReference<>();
  private int next;

  SequentialSend(RemoteEndpoint.Async remote, List<String> texts, Consumer<Throwable> done) {
    this.remote = remote;
    this.texts = texts;
    this.done = done;
  }

  @Override
  public void run() {
    do {
      if (next == texts.size()) {
        done.accept(null);
        return;
      }
      state.set(State.SENDING);
      try {
        remote.sendText(texts.get(next++), this::sent);
      } catch (RuntimeException e) {
        done.accept(e);
        return;
      }
      // still SENDING: the callback comes later and continues
    } while (!state.compareAndSet(State.SENDING, State.WAITING));
  }

  private void sent(SendResult result) {
    Throwable failure = failure(result);
    if (failure != null) {
      done.accept(failure);
    } else if (!state.compareAndSet(State.SENDING, State.SENT)) {
      run();
    }
  }

  /** The failure of a send; null if it succeeded. */
  static Throwable failure(SendResult result) {
    if (result.isOK()) {
      return null;
    }
    Throwable error = result.getException();
    return error == null ? new IOException("not sent") : error;
  }
}
