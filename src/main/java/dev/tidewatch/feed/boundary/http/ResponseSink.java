package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.feed.boundary.sink.GrizzlyWriteLimit;
import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.encoding.GzipStream;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.problems.Problem;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * An open response, written without blocking. JAX-RS's own event sink would block the dispatcher's
 * thread for a slow client, or queue any amount for it. A response that is compressed is so from
 * its first byte to its last.
 *
 * <p>Thread-safe. The lock is held during a write, which does not block.
 */
final class ResponseSink implements Sink, WriteListener, AsyncListener {

  private final AsyncContext context;
  private final ServletOutputStream out;
  // both null if the client does not ask for gzip
  private final Compression compression;
  private final GzipStream gzip;
  private Runnable unsubscribe = () -> {};
  private boolean begun;
  private boolean started;
  private boolean refused;
  private boolean ended;
  private byte[] waiting;
  private boolean flushed;
  private Consumer<Throwable> done;

  /**
   * A response that has begun.
   *
   * @param compression null if the client does not ask for gzip
   */
  ResponseSink(AsyncContext context, Compression compression) throws IOException {
    this.context = context;
    this.compression = compression;
    this.gzip = compression == null ? null : new GzipStream();
    this.out = context.getResponse().getOutputStream();
    GrizzlyWriteLimit.bound(out);
  }

  /** Sets the action that ends the subscription; called when the client has left. */
  void onEnd(Runnable action) {
    boolean now;
    synchronized (this) {
      unsubscribe = action;
      now = ended;
    }
    if (now) {
      action.run();
    }
  }

  @Override
  public void send(OutboundMessage message, Consumer<Throwable> whenDone) {
    if (compression == null) {
      write(message.bytes(), null, whenDone);
      return;
    }
    compression
        .part(message)
        .whenComplete(
            (part, failure) -> {
              if (failure == null) {
                write(message.bytes(), part, whenDone);
              } else {
                whenDone.accept(failure);
              }
            });
  }

  private void write(byte[] bytes, byte[] part, Consumer<Throwable> whenDone) {
    boolean late;
    synchronized (this) {
      late = refused;
      if (!late) {
        // with what follows, because the end of the stream is the checksum of what was sent
        waiting = gzip == null ? bytes : gzip.next(bytes, part);
        flushed = false;
        done = whenDone;
      }
    }
    if (late) {
      whenDone.accept(new IOException("refused"));
    } else {
      drain();
    }
  }

  /** Called by the container once the response may be written to. */
  @Override
  public void onWritePossible() {
    synchronized (this) {
      begun = true;
    }
    drain();
  }

  private void drain() {
    Consumer<Throwable> told = null;
    Throwable failure = null;
    synchronized (this) {
      try {
        if (begun && !ended && done != null && written()) {
          told = done;
          done = null;
        }
      } catch (IOException | RuntimeException e) {
        told = done;
        done = null;
        failure = e;
      }
    }
    if (told != null) {
      told.accept(failure);
    }
  }

  /** Whether the message was written. If not, the container calls again. */
  private boolean written() throws IOException {
    if (waiting != null && out.isReady()) {
      start();
      out.write(waiting);
      waiting = null;
    }
    if (waiting == null && !flushed && out.isReady()) {
      out.flush();
      flushed = true;
    }
    return flushed && out.isReady();
  }

  private void start() {
    if (!started && gzip != null) {
      // only now, because a refusal is not compressed
      ((HttpServletResponse) context.getResponse())
          .setHeader(Compression.ENCODING, Compression.GZIP);
    }
    started = true;
  }

  @Override
  public void ping() {
    // heartbeats keep this connection open
  }

  @Override
  public void close(CloseReason reason) {
    int status = status(reason);
    if (status != 0 && refuse(status, reason)) {
      return;
    }
    finish();
    complete();
  }

  private void complete() {
    if (!end()) {
      return;
    }
    try {
      context.complete();
    } catch (RuntimeException e) {
      // completed by the container
    }
  }

  /** The status of an answer if a retry is useless; else 0. */
  private static int status(CloseReason reason) {
    return switch (reason) {
      case BAD_POSITION, NO_COLLECTION -> HttpServletResponse.SC_BAD_REQUEST;
      case NO_MOMENTS -> HttpServletResponse.SC_NOT_IMPLEMENTED;
      case TOO_MANY_DOCUMENTS -> HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
      default -> 0;
    };
  }

  /**
   * Answers with an error status, possible only before anything was sent. A status other than 200
   * ends a browser's attempts. The response may not be writable yet; it ends once the answer is
   * written.
   *
   * @return whether it was possible
   */
  private boolean refuse(int status, CloseReason reason) {
    Consumer<Throwable> unsent;
    synchronized (this) {
      if (started || ended) {
        return false;
      }
      started = true;
      refused = true;
      HttpServletResponse response = (HttpServletResponse) context.getResponse();
      response.setStatus(status);
      response.setContentType(Problem.CONTENT_TYPE);
      unsent = done;
      waiting = new Problem(status, reason.text()).json();
      flushed = false;
      done = failure -> complete();
    }
    if (unsent != null) {
      unsent.accept(new IOException("refused"));
    }
    drain();
    return true;
  }

  /** Ends the gzip stream, unless a message is on its way: then the stream is cut off as well. */
  private synchronized void finish() {
    if (gzip == null || !gzip.hasBegun() || ended || done != null) {
      return;
    }
    try {
      if (out.isReady()) {
        out.write(gzip.end());
      }
    } catch (IOException | RuntimeException e) {
      // the client has left
    }
  }

  /**
   * Ends the response once. After false the caller must not touch the request, because servers
   * reuse its objects for the next request, which a late call would end.
   *
   * @return whether it had not ended before
   */
  private boolean end() {
    Runnable action;
    Consumer<Throwable> told;
    synchronized (this) {
      if (ended) {
        return false;
      }
      ended = true;
      action = unsubscribe;
      told = done;
      done = null;
    }
    action.run();
    if (told != null) {
      told.accept(new IOException("the client has gone"));
    }
    return true;
  }

  @Override
  public void onError(Throwable error) {
    complete();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    close(CloseReason.STALLED);
  }

  @Override
  public void onError(AsyncEvent event) {
    complete();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // started only once
  }
}
