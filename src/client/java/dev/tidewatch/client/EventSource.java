package dev.tidewatch.client;

/** What a publisher reads from. */
interface EventSource {

  /** Waits for the next event; false: there is none any more. */
  boolean hasNext();

  /** Takes the next event. */
  FeedEvent next();

  /** Ends it, from any thread; a call that waits returns. */
  void close();
}
