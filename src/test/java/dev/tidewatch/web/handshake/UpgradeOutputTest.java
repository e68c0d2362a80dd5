package dev.tidewatch.web.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class UpgradeOutputTest {

  private final Stream stream = new Stream();
  private final UpgradeOutput output = new UpgradeOutput(stream);

  @Test
  void nothingIsWrittenAfterTheEnd() throws IOException {
    output.write(new byte[] {1, 2, 3}, 0, 2);
    output.end();

    assertThatThrownBy(() -> output.write(new byte[] {4}, 0, 1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> output.write(5)).isInstanceOf(IOException.class);
    assertThatThrownBy(output::flush).isInstanceOf(IOException.class);
    assertThatThrownBy(output::close).isInstanceOf(IOException.class);
    assertThat(stream.written.toByteArray()).containsExactly(1, 2);
  }

  /** A writer keeps what it has until the output is ready. */
  @Test
  void afterTheEndItIsReadySoThatWhatWaitsFails() {
    stream.ready = false;
    assertThat(output.isReady()).isFalse();

    output.end();

    assertThat(output.isReady()).isTrue();
  }

  @Test
  void theEndWaitsForTheWriteInProgress() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    stream.meanwhile = goOn;
    CompletableFuture<Void> write =
        CompletableFuture.runAsync(
            () -> {
              try {
                output.write(7);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    stream.begun.await();
    Thread end = new Thread(output::end);
    end.start();
    await().until(() -> end.getState() == Thread.State.TIMED_WAITING);
    assertThat(stream.written.size()).isZero();

    goOn.countDown();
    end.join();

    assertThat(stream.written.toByteArray()).containsExactly(7);
    write.join();
  }

  @Test
  void aConnectionThatTheServerClosesTakesNoMore() throws IOException {
    Handler handler = new Handler();
    CountedUpgrade upgrade = new CountedUpgrade();
    upgrade.serve(handler, () -> {}, () -> null);
    upgrade.init(new Connection(stream));
    ServletOutputStream out = handler.connection.getOutputStream();
    assertThat(UpgradeOutput.unwrap(out)).isSameAs(stream);
    out.write(1);

    upgrade.destroy();

    // what the server's handler says last, then nothing
    assertThat(stream.written.toByteArray()).containsExactly(1, Handler.LAST);
    assertThatThrownBy(() -> out.write(2)).isInstanceOf(IOException.class);
    assertThat(stream.written.toByteArray()).containsExactly(1, Handler.LAST);
  }

  /**
   * A server that stops closes its sessions when the application's loader loads no more classes.
   */
  @Test
  void theCloseFrameOfAServerThatStopsIsWrittenWithoutFurtherClasses() throws Exception {
    try (StoppingLoader loader = new StoppingLoader()) {
      Class<?> type = loader.loadClass(CountedUpgrade.class.getName());
      HttpUpgradeHandler upgrade = (HttpUpgradeHandler) type.getDeclaredConstructor().newInstance();
      Method serve =
          type.getDeclaredMethod("serve", HttpUpgradeHandler.class, Runnable.class, Supplier.class);
      serve.setAccessible(true);
      Handler handler = new Handler();
      serve.invoke(upgrade, handler, (Runnable) () -> {}, (Supplier<Runnable>) () -> null);
      upgrade.init(new Connection(stream));
      // as a sink does when the session begins
      ServletOutputStream out = handler.connection.getOutputStream();
      assertThat(out.getClass().getClassLoader()).isSameAs(loader);

      loader.stopped = true;
      assertThat(out.isReady()).isTrue();
      out.write(new byte[] {(byte) 0x88, 0}, 0, 2);
      out.flush();
      upgrade.destroy();

      assertThat(stream.written.toByteArray()).containsExactly(0x88, 0, Handler.LAST);
      assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
      assertThatThrownBy(out::close).isInstanceOf(IOException.class);
    }
  }

  /** Loads this package itself, and as long as it is not stopped, as Payara's loaders do. */
  private static final class StoppingLoader extends URLClassLoader {

    private boolean stopped;

    StoppingLoader() {
      super(
          new URL[] {CountedUpgrade.class.getProtectionDomain().getCodeSource().getLocation()},
          CountedUpgrade.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      boolean own = name.startsWith(CountedUpgrade.class.getPackageName());
      if (own && stopped) {
        throw new IllegalStateException(name + " is asked for after the stop");
      }
      if (!own) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  /** The server's stream, which can be made to wait in a write. */
  private static final class Stream extends ServletOutputStream {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CountDownLatch begun = new CountDownLatch(1);
    private CountDownLatch meanwhile = new CountDownLatch(0);
    private boolean ready = true;

    @Override
    public void write(int value) {
      begun.countDown();
      try {
        meanwhile.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      written.write(value);
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}
  }

  private record Connection(ServletOutputStream out) implements WebConnection {

    @Override
    public ServletOutputStream getOutputStream() {
      return out;
    }

    @Override
    public ServletInputStream getInputStream() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  /** Says something when it is destroyed, as a WebSocket does with its close. */
  private static final class Handler implements HttpUpgradeHandler {

    private static final byte LAST = 9;

    private WebConnection connection;

    @Override
    public void init(WebConnection given) {
      connection = given;
    }

    @Override
    public void destroy() {
      try {
        connection.getOutputStream().write(LAST);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
