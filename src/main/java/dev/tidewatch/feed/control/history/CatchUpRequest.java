package dev.tidewatch.feed.control.history;

import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.index.ServerFilter;
import dev.tidewatch.feed.entity.Position;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * One reader's request for a batch of history. Immutable except for what {@link CatchUp} guards.
 */
public final class CatchUpRequest {

  private final CatchUp owner;
  private final Position after;
  private final ServerFilter filter;
  private final WireFormat format;
  private final String client;
  private final Consumer<CatchUpResult> done;
  private final long since = System.nanoTime();

  /** Whether a read that began elsewhere did not serve this request; guarded by {@link CatchUp}. */
  private boolean passedOver;

  CatchUpRequest(
      CatchUp owner,
      Position after,
      ServerFilter filter,
      WireFormat format,
      String client,
      Consumer<CatchUpResult> done) {
    this.owner = owner;
    this.after = after;
    this.filter = filter;
    this.format = format;
    this.client = client;
    this.done = done;
  }

  Position after() {
    return after;
  }

  /** The changes that the reader wants at least; null for all. */
  ServerFilter filter() {
    return filter;
  }

  /** The format that the reader's entries are encoded in; null for none. */
  WireFormat format() {
    return format;
  }

  /** Whether both readers come from the same network. */
  boolean isOfClientOf(CatchUpRequest other) {
    return Objects.equals(client, other.client);
  }

  /** How long it has waited, in nanoseconds. */
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

  /**
   * Withdraws the request, because the reader has left. May be called from any thread and repeated.
   */
  public void cancel() {
    owner.cancel(this);
  }
}
