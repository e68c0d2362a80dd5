package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.entity.Position;
import java.util.Objects;
import java.util.function.Consumer;

/** One reader's wait for a batch of history. Immutable but for what {@link CatchUp} guards. */
public final class CatchUpRequest {

  private final CatchUp owner;
  private final Position after;
  private final WireFormat format;
  private final String client;
  private final Consumer<CatchUpResult> done;
  private final long since = System.nanoTime();

  /** A read that began elsewhere for this one came to nothing; guarded by {@link CatchUp}. */
  private boolean passedOver;

  CatchUpRequest(
      CatchUp owner,
      Position after,
      WireFormat format,
      String client,
      Consumer<CatchUpResult> done) {
    this.owner = owner;
    this.after = after;
    this.format = format;
    this.client = client;
    this.done = done;
  }

  Position after() {
    return after;
  }

  /** What the reader will want the entries to be encoded for. */
  WireFormat format() {
    return format;
  }

  /** Whether both readers come from the same network. */
  boolean isOfClientOf(CatchUpRequest other) {
    return Objects.equals(client, other.client);
  }

  /** For how long it has waited, in nanoseconds. */
  long age() {
    return System.nanoTime() - since;
  }

  boolean isPassedOver() {
    return passedOver;
  }

  void passOver() {
    passedOver = true;
  }

  void complete(CatchUpResult result) {
    done.accept(result);
  }

  /** The reader has gone: nothing is read for it any more. Any thread; may be repeated. */
  public void cancel() {
    owner.cancel(this);
  }
}
