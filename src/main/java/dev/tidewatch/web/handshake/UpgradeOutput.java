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
 * <p>The first write of all may be the close frame of a server that stops, which may refuse to load
 * classes by then. No method therefore needs a class that this class did not load with it, such as
 * that of a lambda.
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
    lock();
    try {
      out.write(bytes, offset, length);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void write(int value) throws IOException {
    lock();
    try {
      out.write(value);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void flush() throws IOException {
    lock();
    try {
      out.flush();
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock();
    try {
      out.close();
    } finally {
      writing.unlock();
    }
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

  private void lock() throws IOException {
    writing.lock();
    if (over) {
      writing.unlock();
      throw new IOException("the connection has ended");
    }
  }
}
