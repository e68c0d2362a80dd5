package dev.tidewatch.feed.control.source;

import dev.tidewatch.stream.ChangeStream;
import java.util.Optional;

/** Makes a feed's change stream; the stream does its first I/O when it is first used. */
@FunctionalInterface
public interface ChangeStreamSource {

  /** A stream; throws InvalidSettingException if the feed's settings make no sense. */
  ChangeStream open(StreamOpening opening);

  /**
   * Why the database cannot be reached, and what to do, as a sentence without secrets; empty if
   * nothing more is known than that it cannot.
   */
  default Optional<String> trouble() {
    return Optional.empty();
  }
}
