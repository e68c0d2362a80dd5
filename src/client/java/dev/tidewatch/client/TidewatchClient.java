package dev.tidewatch.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A server of Tidewatch, and the tokens to read there with. Immutable and thread-safe; it holds no
 * connection.
 */
public final class TidewatchClient {

  /** An attempt to connect may take this long. */
  static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  /** Whether it may read has to be said in this time; a feed may have to look up where to begin. */
  static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final URI server;
  private final HttpClient http;
  private final Supplier<String> token;

  private TidewatchClient(URI server, HttpClient http, Supplier<String> token) {
    this.server = server;
    this.http = http;
    this.token = token;
  }

  /**
   * A client without a token.
   *
   * @param server where Tidewatch is, such as {@code https://tidewatch.example/}
   * @throws IllegalArgumentException if it is no address of http or https
   */
  public static TidewatchClient of(URI server) {
    if (server.getScheme() == null
        || !server.getScheme().matches("https?")
        || server.getHost() == null) {
      throw new IllegalArgumentException(
          "Invalid server \"" + server + "\", must be like https://tidewatch.example/");
    }
    String path = server.getPath();
    URI folder = path.endsWith("/") ? server : server.resolve(path + "/");
    HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
    return new TidewatchClient(folder, http, null);
  }

  /**
   * The same with a token for each attempt to connect.
   *
   * @param supplier is asked before each attempt, on the thread that reads, so also for a new token
   *     when the last has expired. One that the server has refused is not sent again
   */
  public TidewatchClient withToken(Supplier<String> supplier) {
    return new TidewatchClient(server, http, Objects.requireNonNull(supplier));
  }

  /** The same with an HTTP client of the caller's, for proxies, TLS and threads of its own. */
  public TidewatchClient withHttpClient(HttpClient client) {
    return new TidewatchClient(server, Objects.requireNonNull(client), token);
  }

  /** What to read: all changes of a feed from now on, unless more is said. */
  public FeedRequest feed(String name) {
    return new FeedRequest(this, Objects.requireNonNull(name));
  }

  URI server() {
    return server;
  }

  HttpClient http() {
    return http;
  }

  /** Null if there is none. */
  Supplier<String> token() {
    return token;
  }
}
