package dev.tidewatch.stream;

import com.mongodb.MongoInterruptedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.function.Supplier;

/**
 * A thread's wait for the server, which others can end. An interrupt reaches the driver where it
 * waits for a server or a connection, but a socket's read does not notice it; there only the server
 * can end the wait, by an answer.
 *
 * <p>One thread at a time waits; {@link #end} may come from any.
 */
final class InterruptibleCall {

  private final Runnable askForAnswer;
  private Thread waiting;
  // both change under this object's lock; the hook below must not take it
  private volatile boolean ended;

  /**
   * Waits for nothing yet.
   *
   * @param askForAnswer makes the server answer; may block; called by a thread of its own
   */
  InterruptibleCall(Runnable askForAnswer) {
    this.askForAnswer = askForAnswer;
  }

  /**
   * Makes a call that blocks.
   *
   * @throws MongoInterruptedException if this thread was interrupted before the call, or if the
   *     call failed and it was interrupted since; it still is
   */
  <T> T on(Supplier<T> call) {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(null);
    }
    Interrupts interrupts = new Interrupts();
    enter();
    try {
      return interrupts.watch(call);
    } catch (RuntimeException e) {
      leave();
      throw Thread.currentThread().isInterrupted() ? interrupted(e) : e;
    } finally {
      leave();
    }
  }

  /** Ends the wait for a server or a connection; false if nobody waits for anything. */
  synchronized boolean end() {
    if (waiting == null) {
      return false;
    }
    if (!waiting.isInterrupted()) {
      ended = true;
      waiting.interrupt();
    }
    return true;
  }

  private synchronized void enter() {
    waiting = Thread.currentThread();
  }

  private synchronized void leave() {
    waiting = null;
    if (ended) {
      // it was our own means to an end, and nobody else's business
      Thread.interrupted();
      ended = false;
    }
  }

  private static MongoInterruptedException interrupted(RuntimeException cause) {
    return new MongoInterruptedException("interrupted while waiting for a change", cause);
  }

  /** The one hook that the platform has for "this thread is being interrupted". */
  private final class Interrupts extends AbstractInterruptibleChannel {

    <T> T watch(Supplier<T> call) {
      begin();
      try {
        return call.get();
      } finally {
        try {
          end(true);
        } catch (AsynchronousCloseException e) {
          // the interrupt; the flag tells it, too
        }
      }
    }

    @Override
    protected void implCloseChannel() {
      if (!ended) {
        // this is the thread that interrupts: it must not wait for a server
        Thread asking = new Thread(askForAnswer, "change-stream-interrupt");
        asking.setDaemon(true);
        asking.start();
      }
    }
  }
}
