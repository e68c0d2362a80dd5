package dev.tidewatch.web.handshake;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The output of an upgraded connection, which takes no more after the connection's end. A server
 * may reuse the stream behind it for another request, in whose response a late write would appear.
 *
 * <p>Thread-safe.
 */
public final class UpgradeOutput extends ServletOutputStream {

  /** How long the end waits for a write, which does not block. */
  private static final long LONGEST_WRITE_MILLIS = 5000;

  private final ServletOutputStream out;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean over;

  UpgradeOutput(ServletOutputStream out) {
    this.out = out;
  }

  /** The server's own stream; the stream itself if it is not one of these. */
  public static ServletOutputStream unwrap(ServletOutputStream stream) {
    return stream instanceof UpgradeOutput output ? output.out : stream;
  }

  /** Takes nothing from now on. Returns once no write is in progress. */
  void end() {
    over = true;
    try {
      // bounded, because the server may hold a lock here that the write waits for
      if (writing.tryLock(LONGEST_WRITE_MILLIS, TimeUnit.MILLISECONDS)) {
        writing.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    run(() -> out.write(bytes, offset, length));
  }

  @Override
  public void write(int value) throws IOException {
    run(() -> out.write(value));
  }

  @Override
  public void flush() throws IOException {
    run(out::flush);
  }

  @Override
  public void close() throws IOException {
    run(out::close);
  }

  /** True after the end, so that what waits to be written fails. */
  @Override
  public boolean isReady() {
    writing.lock();
    try {
      return over || out.isReady();
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    writing.lock();
    try {
      if (!over) {
        out.setWriteListener(listener);
      }
    } finally {
      writing.unlock();
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private void run(Action action) throws IOException {
    writing.lock();
    try {
      if (over) {
        throw new IOException("the connection has ended");
      }
      action.run();
    } finally {
      writing.unlock();
    }
  }
}
