package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;

/** Opens a feed's change stream; the stream does its first I/O when it is first used. */
@FunctionalInterface
public interface StreamSource {

  /** The stream after a position, an invalidate's too; from now on if that is null. */
  ChangeStream startAfter(Position position);
}
