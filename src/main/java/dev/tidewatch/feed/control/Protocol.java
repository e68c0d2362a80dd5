package dev.tidewatch.feed.control;

/** How a reader is connected. */
public enum Protocol {
  /** {@code WS /socket}. */
  SEED("socket"),
  /** {@code WS /feeds/NAME}. */
  WEBSOCKET("websocket"),
  /** Server-Sent Events. */
  SSE("sse"),
  /** One answer a request. */
  POLL("poll");

  private final String text;

  Protocol(String text) {
    this.text = text;
  }

  /** As people are told. */
  public String text() {
    return text;
  }
}
