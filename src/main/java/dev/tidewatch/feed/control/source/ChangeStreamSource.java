package dev.tidewatch.feed.control.source;

import dev.tidewatch.stream.ChangeStream;
import java.util.Optional;

/** Creates a feed's change stream. The stream does no I/O before its first use. */
@FunctionalInterface
public interface ChangeStreamSource {

  /** Creates a stream; throws InvalidSettingException if the feed's settings are invalid. */
  ChangeStream open(StreamOpening opening);

  /**
   * Checks what the feed's settings require of the watched collections. May block.
   *
   * @throws dev.tidewatch.config.InvalidSettingException if it is not so; the message says what to
   *     do
   */
  default void verify() {}

  /**
   * Why the database cannot be reached, and the remedy, as a sentence without secrets; empty if the
   * cause is unknown.
   */
  default Optional<String> trouble() {
    return Optional.empty();
  }
}
