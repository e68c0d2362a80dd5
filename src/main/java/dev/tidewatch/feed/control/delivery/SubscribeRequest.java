package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;

/**
 * Someone who wants to read a feed.
 *
 * @param sink where it is
 * @param protocol how the metrics call it
 * @param format how it wants to read
 * @param filter what it wants to read
 * @param after where it starts; null for the next change
 * @param returns whether it was here before and says itself where that was
 * @param limit the most entries in one message
 * @param client the network that it comes from, so that one client's readers do not take what
 *     others wait for; null if it is not known
 */
public record SubscribeRequest(
    Sink sink,
    Protocol protocol,
    WireFormat format,
    ChangeFilter filter,
    Position after,
    boolean returns,
    int limit,
    String client) {

  /** A reader that takes as many entries at once as there are. */
  public static SubscribeRequest of(
      Sink sink,
      Protocol protocol,
      WireFormat format,
      ChangeFilter filter,
      Position after,
      boolean returns) {
    return new SubscribeRequest(
        sink, protocol, format, filter, after, returns, BatchCache.MAX_ENTRIES, null);
  }

  /** The same, which returns if there is a position. */
  public static SubscribeRequest of(
      Sink sink, Protocol protocol, WireFormat format, ChangeFilter filter, Position after) {
    return of(sink, protocol, format, filter, after, after != null);
  }

  /** The same, of a client. */
  public SubscribeRequest from(String network) {
    return new SubscribeRequest(sink, protocol, format, filter, after, returns, limit, network);
  }
}
