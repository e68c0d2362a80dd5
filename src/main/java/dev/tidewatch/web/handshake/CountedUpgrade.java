package dev.tidewatch.web.handshake;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Stands between a WebSocket connection and the server's own upgrade handler, and counts the
 * client's bytes as the handler reads them. Its output ends with the connection ({@link
 * UpgradeOutput}). A server whose WebSockets are not servlet upgrades never uses this; only the
 * endpoints count there, message by message.
 */
public class CountedUpgrade implements HttpUpgradeHandler {

  private HttpUpgradeHandler handler;
  private Runnable whenTooMuch;
  private Supplier<Runnable> whenHeard;
  // null before the connection exists
  private volatile Counted counted;

  /**
   * Sets the server's handler; called before the connection exists.
   *
   * @param whenTooMuch runs once, on the thread that reads, when the client has sent too much
   * @param whenHeard asked whenever the client has sent bytes; returns what to run on that thread
   *     instead of reading, null to read on
   */
  void serve(HttpUpgradeHandler servers, Runnable whenTooMuch, Supplier<Runnable> whenHeard) {
    this.handler = servers;
    this.whenTooMuch = whenTooMuch;
    this.whenHeard = whenHeard;
  }

  @Override
  public void init(WebConnection connection) {
    counted = new Counted(connection, whenTooMuch, whenHeard);
    handler.init(counted);
  }

  /** Called before the server closes the connection's streams, and may reuse them. */
  @Override
  public void destroy() {
    try {
      handler.destroy();
    } finally {
      if (counted != null) {
        counted.end();
      }
    }
  }

  private static final class Counted implements WebConnection {

    private final WebConnection connection;
    private final Runnable whenTooMuch;
    private final Supplier<Runnable> whenHeard;
    private CountedInput input;
    private UpgradeOutput output;
    private boolean over;

    Counted(WebConnection connection, Runnable whenTooMuch, Supplier<Runnable> whenHeard) {
      this.connection = connection;
      this.whenTooMuch = whenTooMuch;
      this.whenHeard = whenHeard;
    }

    @Override
    public synchronized ServletInputStream getInputStream() throws IOException {
      if (input == null) {
        input = new CountedInput(connection.getInputStream(), whenTooMuch, whenHeard);
      }
      return input;
    }

    @Override
    public synchronized ServletOutputStream getOutputStream() throws IOException {
      if (output == null) {
        if (over) {
          throw new IOException("the connection has ended");
        }
        output = new UpgradeOutput(connection.getOutputStream());
      }
      return output;
    }

    void end() {
      UpgradeOutput ended;
      synchronized (this) {
        over = true;
        ended = output;
      }
      if (ended != null) {
        ended.end();
      }
    }

    @Override
    public void close() throws Exception {
      connection.close();
    }
  }

  private static final class CountedInput extends ServletInputStream {

    private final ServletInputStream in;
    private final Runnable whenTooMuch;
    private final Supplier<Runnable> whenHeard;
    private final ClientFrames frames = new ClientFrames(System::nanoTime);
    private volatile boolean over;

    CountedInput(ServletInputStream in, Runnable whenTooMuch, Supplier<Runnable> whenHeard) {
      this.in = in;
      this.whenTooMuch = whenTooMuch;
      this.whenHeard = whenHeard;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = over ? -1 : in.read(bytes, offset, length);
      Runnable heard = count > 0 ? whenHeard.get() : null;
      if (heard != null) {
        over = true;
        heard.run();
      } else if (count > 0 && !frames.take(bytes, offset, count)) {
        over = true;
        whenTooMuch.run();
      }
      if (over) {
        throw new IOException("nothing more is read from this client");
      }
      return count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      // false after too much input, so that a handler's read loop ends
      return !over && in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
