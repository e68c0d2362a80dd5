package dev.tidewatch.feed.boundary.sink;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Sends several texts, each when the one before is on its way. Servers often say so before the send
 * returns: then the loop goes on, for a send from within the callback would recurse without end.
 *
 * <p>The thread that is in {@link #run} owns it; whoever's callback comes later runs it on.
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
      // still SENDING: the callback is to come, and goes on
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

  /** What went wrong; null if nothing did. */
  static Throwable failure(SendResult result) {
    if (result.isOK()) {
      return null;
    }
    Throwable error = result.getException();
    return error == null ? new IOException("not sent") : error;
  }
}
