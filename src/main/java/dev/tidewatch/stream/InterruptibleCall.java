package dev.tidewatch.stream;

import com.mongodb.MongoInterruptedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.function.Supplier;

/**
 * A blocking call to the server that other threads can end. The driver notices an interrupt while
 * it waits for a server or a connection, but not during a socket read, which only an answer of the
 * server ends.
 *
 * <p>One thread at a time calls; {@link #end} may be called from any.
 */
final class InterruptibleCall {

  private final Runnable askForAnswer;
  private Thread waiting;
  // both change under this object's lock; the hook below must not take it
  private volatile boolean ended;

  /**
   * No call yet.
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

  /** Ends the wait for a server or a connection; false if no call is waiting. */
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
      // this class caused the interrupt, so it must not leak
      Thread.interrupted();
      ended = false;
    }
  }

  private static MongoInterruptedException interrupted(RuntimeException cause) {
    return new MongoInterruptedException("interrupted while waiting for a change", cause);
  }

  /** The platform's only hook that is called when a thread is interrupted. */
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
        // this runs on the interrupting thread, which must not wait for a server
        Thread asking = new Thread(askForAnswer, "change-stream-interrupt");
        asking.setDaemon(true);
        asking.start();
      }
    }
  }
}
