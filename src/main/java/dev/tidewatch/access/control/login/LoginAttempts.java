package dev.tidewatch.access.control.login;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Bounds how fast passwords are tried: so many for one name from one address, and so many from one
 * address, in a window of time. A successful login does not count. A name alone has no bound,
 * because anybody could then lock anybody out.
 *
 * <p>Thread-safe. Forgets the oldest when it has counted too many different ones.
 */
@ApplicationScoped
public class LoginAttempts {

  /** The most failures of one name from one address in a window. */
  static final int PER_NAME = 5;

  /** The most failures from one address in a window. */
  static final int PER_ADDRESS = 50;

  /** How long failures count. */
  static final long WINDOW_SECONDS = 300;

  /** The most names and addresses that are remembered. */
  static final int MOST = 20_000;

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final LongSupplier nanoTime;
  private final Map<String, Window> windows = new LinkedHashMap<>();

  /** Counts by the system's clock. */
  public LoginAttempts() {
    this(System::nanoTime);
  }

  LoginAttempts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Counts an attempt as failed, before the password is checked, so that many at once are not more
   * than one after the other.
   *
   * @param address the client's network; may be null
   * @return 0 if the password may be checked; else after how many seconds the next one may
   */
  public synchronized long begin(String address, String name) {
    long now = nanoTime.getAsLong();
    Window byName = window(key(address, name), now);
    Window byAddress = window(key(address), now);
    long wait = Math.max(byName.wait(PER_NAME, now), byAddress.wait(PER_ADDRESS, now));
    if (wait == 0) {
      byName.failures++;
      byAddress.failures++;
    }
    return wait;
  }

  /** Takes back an attempt that succeeded. */
  public synchronized void succeeded(String address, String name) {
    long now = nanoTime.getAsLong();
    window(key(address, name), now).failures--;
    window(key(address), now).failures--;
  }

  synchronized int size() {
    return windows.size();
  }

  private static String key(String... parts) {
    return String.join("\n", parts);
  }

  private Window window(String key, long now) {
    Window window = windows.get(key);
    if (window == null || window.isOver(now)) {
      windows.remove(key);
      window = new Window(now);
      windows.put(key, window);
    }
    Iterator<Window> oldest = windows.values().iterator();
    while (windows.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
    return window;
  }

  private static final class Window {

    private final long began;
    private int failures;

    Window(long began) {
      this.began = began;
    }

    boolean isOver(long now) {
      return now - began >= WINDOW_SECONDS * SECOND_NANOS;
    }

    long wait(int most, long now) {
      return failures < most ? 0 : Math.max(1, WINDOW_SECONDS - (now - began) / SECOND_NANOS);
    }
  }
}
