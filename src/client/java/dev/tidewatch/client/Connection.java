package dev.tidewatch.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One stream of Server-Sent Events. It holds one event at most, because the next is requested only
 * when the last has been taken: a slow reader fills the buffers of TCP, and then the server waits.
 */
final class Connection implements Flow.Subscriber<String> {

  /** What came last: an event, or the end. */
  sealed interface Signal {}

  /**
   * An event, as the HTML standard has it.
   *
   * @param name of the event
   * @param id empty if there is none
   * @param data of all its lines
   */
  record Event(String name, String id, String data) implements Signal {}

  /**
   * The end, also of an attempt.
   *
   * @param status of an answer that is the application's; {@link #BROKEN} without one
   * @param reason the body of the answer; empty without one
   */
  record End(int status, String reason) implements Signal {}

  /** The connection broke, or there was none. */
  static final int BROKEN = 0;

  private static final int OK = 200;
  private static final int BUSY = 503;
  private static final String PROBLEM = "application/problem+json";

  /** MongoDB's largest change as text, with room. */
  private static final int LONGEST = 128 * 1024 * 1024;

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final CompletableFuture<HttpResponse<String>> exchange;
  private volatile Flow.Subscription subscription;
  private volatile boolean aborted;
  // what has come of an event
  private String name = "";
  private String id = "";
  private StringBuilder data = new StringBuilder();

  private Connection(HttpClient http, URI address, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(TidewatchClient.ANSWER_LIMIT)
            .header("Accept", "text/event-stream");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    exchange = http.sendAsync(request.build(), this::body);
    exchange.whenComplete((response, failure) -> signals.add(end(response)));
  }

  /** Begins to connect; what comes of it is the first signal. */
  static Connection open(HttpClient http, URI address, String token) {
    return new Connection(http, address, token);
  }

  private BodySubscriber<String> body(HttpResponse.ResponseInfo info) {
    return info.statusCode() == OK
        ? BodySubscribers.fromLineSubscriber(this, done -> "", StandardCharsets.UTF_8, null)
        : BodySubscribers.ofString(StandardCharsets.UTF_8);
  }

  /** Without a problem document it is a proxy's answer, or that of a server that starts. */
  private static End end(HttpResponse<String> response) {
    if (response == null || response.statusCode() == OK) {
      return new End(BROKEN, "");
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    boolean isOurs = type.startsWith(PROBLEM) || response.statusCode() == BUSY;
    return new End(isOurs ? response.statusCode() : BROKEN, response.body());
  }

  /** The next signal; null if none comes in time. */
  Signal take(Duration atMost) throws InterruptedException {
    return signals.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Asks for the next event. */
  void request() {
    subscription.request(1);
  }

  /** Ends it at once, and wakes who waits for a signal. */
  void abort() {
    aborted = true;
    exchange.cancel(true);
    Flow.Subscription stream = subscription;
    if (stream != null) {
      stream.cancel();
    }
    signals.add(new End(BROKEN, ""));
  }

  @Override
  public void onSubscribe(Flow.Subscription stream) {
    subscription = stream;
    if (aborted) {
      stream.cancel();
    } else {
      stream.request(1);
    }
  }

  @Override
  public void onNext(String line) {
    if (line.isEmpty() && data.length() > 0) {
      signals.add(new Event(name, id, data.toString()));
      name = "";
      data = new StringBuilder();
      return;
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
    switch (field) {
      case "event" -> name = value;
      case "id" -> id = value;
      case "data" -> data.append(data.length() == 0 ? "" : "\n").append(value);
      default -> {
        // a comment, or what is for browsers
      }
    }
    if (data.length() > LONGEST) {
      abort();
    } else {
      subscription.request(1);
    }
  }

  /** What ends the exchange as well says it all. */
  @Override
  public void onError(Throwable error) {}

  @Override
  public void onComplete() {}
}
