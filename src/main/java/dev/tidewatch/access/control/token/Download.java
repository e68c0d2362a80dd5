package dev.tidewatch.access.control.token;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * Reads a small document over HTTP, with a bound on everything: no redirect, at most {@link
 * #MAX_BYTES}, at most {@link #LONGEST} in all. Blocks. By {@link HttpURLConnection}, because the
 * JDK's newer client leaves a thread behind when an application is undeployed.
 */
final class Download {

  static final int MAX_BYTES = 256 * 1024;

  static final Duration LONGEST = Duration.ofSeconds(10);

  private static final int CONNECT_MILLIS = 3000;
  private static final int READ_MILLIS = 5000;
  private static final int CHUNK = 8192;

  private Download() {}

  /**
   * Reads an address of HTTP or HTTPS.
   *
   * @throws IOException the message says why, in words of ours
   */
  static byte[] get(URI address) throws IOException {
    URLConnection connection = address.toURL().openConnection();
    if (!(connection instanceof HttpURLConnection http)) {
      throw new IOException("it is no address of HTTP");
    }
    http.setInstanceFollowRedirects(false);
    http.setConnectTimeout(CONNECT_MILLIS);
    http.setReadTimeout(READ_MILLIS);
    http.setUseCaches(false);
    http.setRequestProperty("Accept", "application/json");
    long end = System.nanoTime() + LONGEST.toNanos();
    try {
      int status = http.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new Refusal("it answers with the status " + status);
      }
      try (InputStream in = http.getInputStream()) {
        return read(in, end);
      }
    } catch (Refusal e) {
      throw e;
    } catch (IOException e) {
      throw new Refusal(words(e));
    } finally {
      http.disconnect();
    }
  }

  private static byte[] read(InputStream in, long end) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      bytes.write(chunk, 0, count);
      if (bytes.size() > MAX_BYTES) {
        throw new Refusal("it is longer than " + MAX_BYTES + " bytes");
      }
      if (System.nanoTime() - end > 0) {
        throw new Refusal("it takes longer than " + LONGEST.toSeconds() + " s");
      }
    }
    return bytes.toByteArray();
  }

  private static String words(IOException error) {
    if (error instanceof UnknownHostException) {
      return "its host is unknown";
    }
    if (error instanceof ConnectException) {
      return "nothing answers there";
    }
    if (error instanceof SocketTimeoutException) {
      return "it does not answer in time";
    }
    return error instanceof SSLException
        ? "TLS fails; the JVM's trust store must know its certificate"
        : "the connection fails";
  }

  /** Says why in words of ours. */
  private static final class Refusal extends IOException {

    private static final long serialVersionUID = 1L;

    Refusal(String why) {
      super(why);
    }
  }
}
