package dev.tidewatch.feed.entity;

import java.time.Duration;

/** How a reader is connected, and how long it stays without a message at most. */
public enum Protocol {
  /** {@code WS /socket}. */
  SOCKET("socket", 15),
  /** {@code WS /feeds/NAME}. */
  WEBSOCKET("websocket", 15),
  /** Server-Sent Events; the shortest of common clients' read timeouts is 5 s. */
  SSE("sse", 4),
  /** Lines of JSON up to a moment. */
  EXPORT("export", 4),
  /** One answer for each request. */
  POLL("poll", 15);

  private final String text;
  private final Duration silence;

  Protocol(String text, int silenceSeconds) {
    this.text = text;
    this.silence = Duration.ofSeconds(silenceSeconds);
  }

  /** Whether messages are parts of one HTTP response, whose status comes before the first. */
  public boolean isOneResponse() {
    return this == SSE || this == EXPORT;
  }

  /** The name in metrics and logs. */
  public String text() {
    return text;
  }

  /** The longest time without a message before a heartbeat is sent. */
  public Duration silence() {
    return silence;
  }
}
