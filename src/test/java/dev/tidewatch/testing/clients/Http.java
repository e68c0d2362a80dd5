package dev.tidewatch.testing.clients;

import java.net.http.HttpClient;

/** The HTTP client of the tests. */
public final class Http {

  private Http() {}

  /**
   * A client that speaks HTTP/1.1, as browsers and proxies do without TLS. Java's own would ask
   * each server for an upgrade to h2c, which none of the scripts enable.
   */
  public static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }
}
