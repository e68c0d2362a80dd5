package dev.tidewatch.feed.boundary.management;

/**
 * A feed as a JMX console sees it: {@code dev.tidewatch:type=Feed,application=…,name=…}. Read at
 * each question; what it counts begins at 0 when the application starts.
 */
public interface FeedMXBean {

  /** What is watched, as it was set. */
  String getNamespace();

  /** {@code live}, {@code reconnecting}, {@code paused} or {@code stopped}. */
  String getState();

  /** Why it is not live, in a sentence; null while it is. */
  String getCause();

  /** Where the watch stands; null before the stream was first opened. */
  String getPosition();

  /** How far the watch is behind MongoDB, in seconds; null while that is not known. */
  Double getLagSeconds();

  /** Readers connected here. */
  int getSubscribers();

  /** Changes seen. */
  long getChanges();

  /** Times that changes were lost for all readers. */
  long getGaps();

  /** Attempts to open the stream again. */
  long getRestarts();

  /** Changes and gaps in memory. */
  long getLogEntries();

  /** About how many bytes they take. */
  long getLogBytes();

  /**
   * Closes the stream and keeps its place. Nothing if it is paused.
   *
   * @throws IllegalStateException if the watch has stopped
   */
  void pause();

  /**
   * Goes on where it was. Nothing if it is not paused.
   *
   * @throws IllegalStateException if the watch has stopped
   */
  void resume();
}
