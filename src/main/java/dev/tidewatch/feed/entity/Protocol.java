package dev.tidewatch.feed.entity;

import java.time.Duration;

/** How a reader is connected, and how long it hears nothing at most. */
public enum Protocol {
  /** {@code WS /socket}. */
  SOCKET("socket", 15),
  /** {@code WS /feeds/NAME}. */
  WEBSOCKET("websocket", 15),
  /** Server-Sent Events; the shortest of common clients' read timeouts is 5 s. */
  SSE("sse", 4),
  /** One answer a request. */
  POLL("poll", 15);

  private final String text;
  private final Duration silence;

  Protocol(String text, int silenceSeconds) {
    this.text = text;
    this.silence = Duration.ofSeconds(silenceSeconds);
  }

  /** As people are told. */
  public String text() {
    return text;
  }

  /** After how long without a message a reader is sent a heartbeat, at the latest. */
  public Duration silence() {
    return silence;
  }
}
