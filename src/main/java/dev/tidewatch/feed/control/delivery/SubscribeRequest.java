package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.feed.control.batch.BatchCache;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;

/**
 * A request to read a feed.
 *
 * @param sink the client's connection
 * @param protocol the protocol, for metrics and heartbeats
 * @param format the encoding of messages
 * @param view what the reader may see
 * @param filter the changes to send, of those
 * @param after where to start; null for the next change
 * @param returns whether the client resumes from a position that it names itself
 * @param limit the most entries in one message
 * @param client the client's network, so that one client cannot take all catch-up reads; null if
 *     unknown
 * @param caller who reads; the subscription ends when the caller ceases to be known
 * @param documents the collection whose documents the reader gets before its changes, and again
 *     when what it has is void; null for none. The format is then a {@link
 *     dev.tidewatch.feed.control.format.DocumentsFormat}
 * @param end where the reader has everything that it wants; null if it reads on
 */
public record SubscribeRequest(
    Sink sink,
    Protocol protocol,
    WireFormat format,
    View view,
    ChangeFilter filter,
    Position after,
    boolean returns,
    int limit,
    String client,
    Caller caller,
    Namespace documents,
    Position end) {

  /** A request of an unknown client that sees everything, without a limit of its own. */
  public static SubscribeRequest of(
      Sink sink,
      Protocol protocol,
      WireFormat format,
      ChangeFilter filter,
      Position after,
      boolean returns) {
    return new SubscribeRequest(
        sink,
        protocol,
        format,
        View.ALL,
        filter,
        after,
        returns,
        BatchCache.MAX_ENTRIES,
        null,
        Caller.UNKNOWN,
        null,
        null);
  }

  /** As above; it resumes if there is a position. */
  public static SubscribeRequest of(
      Sink sink, Protocol protocol, WireFormat format, ChangeFilter filter, Position after) {
    return of(sink, protocol, format, filter, after, after != null);
  }

  /** A copy of this request, from a client's network. */
  public SubscribeRequest from(String network) {
    return new SubscribeRequest(
        sink, protocol, format, view, filter, after, returns, limit, network, caller, documents,
        end);
  }

  /** A copy of this request, of a caller. */
  public SubscribeRequest by(Caller reader) {
    return new SubscribeRequest(
        sink, protocol, format, view, filter, after, returns, limit, client, reader, documents,
        end);
  }

  /** A copy of this request, for a reader that may see some of the feed. */
  public SubscribeRequest seeing(View some) {
    return new SubscribeRequest(
        sink, protocol, format, some, filter, after, returns, limit, client, caller, documents,
        end);
  }

  /** A copy of this request, for the documents of a collection and then its changes. */
  public SubscribeRequest withDocuments(Namespace collection) {
    return new SubscribeRequest(
        sink,
        protocol,
        format,
        view,
        filter,
        after,
        returns,
        limit,
        client,
        caller,
        collection,
        end);
  }

  /** A copy of this request, for the changes up to a position. */
  public SubscribeRequest upTo(Position last) {
    return new SubscribeRequest(
        sink, protocol, format, view, filter, after, returns, limit, client, caller, null, last);
  }

  /** A copy of this request, in another format, from a position that the server knows. */
  SubscribeRequest startingAt(Position position, WireFormat other) {
    return new SubscribeRequest(
        sink, protocol, other, view, filter, position, true, limit, client, caller, documents, end);
  }
}
