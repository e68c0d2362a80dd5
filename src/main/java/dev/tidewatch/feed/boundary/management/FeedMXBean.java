package dev.tidewatch.feed.boundary.management;

/**
 * A feed as a JMX console sees it: {@code dev.tidewatch:type=Feed,application=…,name=…}. Attributes
 * are read on demand. Counters begin at 0 when the application starts.
 */
public interface FeedMXBean {

  /** The watched namespace, as configured. */
  String getNamespace();

  /** {@code live}, {@code reconnecting}, {@code paused} or {@code stopped}. */
  String getState();

  /** Why it is not live, in a sentence; null while it is. */
  String getCause();

  /** The watch's position; null before the stream was first opened. */
  String getPosition();

  /** How far the watch is behind MongoDB, in seconds; null if unknown. */
  Double getLagSeconds();

  /** Readers connected to this server. */
  int getSubscribers();

  /** Changes since the start. */
  long getChanges();

  /** Gaps of the watch, which are gaps for all readers. */
  long getGaps();

  /** Attempts to reopen the stream. */
  long getRestarts();

  /** Changes and gaps in the log in memory. */
  long getLogEntries();

  /** The approximate size of the log in memory, in bytes. */
  long getLogBytes();

  /**
   * Closes the stream and keeps its resume point. Does nothing if it is paused.
   *
   * @throws IllegalStateException if the watch has stopped
   */
  void pause();

  /**
   * Resumes where it was paused. Does nothing if it is not paused.
   *
   * @throws IllegalStateException if the watch has stopped
   */
  void resume();

  /**
   * Ends the sessions of a caller, of every feed on this server, at once, and refuses the caller's
   * tokens and logins from before this moment. Other servers know nothing of it.
   *
   * @param name the caller's name, as in the audit
   * @return how many sessions are ended
   * @throws IllegalStateException if access is open, because no caller has a name then
   */
  int disconnect(String name);
}
