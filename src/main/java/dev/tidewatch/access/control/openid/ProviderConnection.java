package dev.tidewatch.access.control.openid;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * One request to the provider. The JDK's plain connection: unlike its HTTP client it has no threads
 * that outlive a deployment.
 */
final class ProviderConnection {

  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MAX_BYTES = 256 << 10;

  private ProviderConnection() {}

  /**
   * An answer.
   *
   * @param body at most 256 KiB
   */
  record Answer(int status, String body) {}

  static Answer get(URI place) throws IOException {
    return answer(open(place));
  }

  /**
   * Sends a form.
   *
   * @param authorization the header of that name; null for none
   */
  static Answer post(URI place, String form, String authorization) throws IOException {
    HttpURLConnection connection = open(place);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
    if (authorization != null) {
      connection.setRequestProperty("Authorization", authorization);
    }
    connection.getOutputStream().write(form.getBytes(StandardCharsets.US_ASCII));
    return answer(connection);
  }

  private static HttpURLConnection open(URI place) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) place.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    // a password goes to the place that was named and nowhere else
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "application/json");
    return connection;
  }

  private static Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    if (body == null) {
      return new Answer(status, "");
    }
    try (body) {
      return new Answer(status, new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
    }
  }
}
