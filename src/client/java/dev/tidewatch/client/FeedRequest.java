package dev.tidewatch.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.bson.conversions.Bson;

/** What is read of a feed, and from where on. Immutable and thread-safe. */
public final class FeedRequest {

  private final TidewatchClient client;
  private final String feed;
  private final List<String> parameters;
  private final String after;

  FeedRequest(TidewatchClient client, String feed) {
    this(client, feed, List.of(), null);
  }

  private FeedRequest(TidewatchClient client, String feed, List<String> parameters, String after) {
    this.client = client;
    this.feed = feed;
    this.parameters = parameters;
    this.after = after;
  }

  /** The same after a position; null: from the next change on. */
  public FeedRequest after(String position) {
    return new FeedRequest(client, feed, parameters, position);
  }

  /** The same for these operation types alone, such as {@code insert}. */
  public FeedRequest operations(String... types) {
    FeedRequest request = this;
    for (String type : types) {
      request = request.with("op", type);
    }
    return request;
  }

  /** The same for documents that match a query. */
  public FeedRequest where(Bson query) {
    return with("where", query.toBsonDocument().toJson());
  }

  /**
   * The same with a parameter of the protocol, such as {@code key}, {@code ns} or {@code batch}.
   */
  public FeedRequest with(String parameter, String value) {
    List<String> more = new ArrayList<>(parameters);
    more.add(encoded(parameter) + "=" + encoded(Objects.requireNonNull(value)));
    return new FeedRequest(client, feed, List.copyOf(more), after);
  }

  /** Reads as an iteration, on the threads that call it. It connects at the first call. */
  public FeedReader reader() {
    return new FeedReader(new Session(client, this, false), after);
  }

  /** Reads as a publisher: each subscriber has a connection and a thread of its own. */
  public Flow.Publisher<FeedEvent> publisher() {
    return new FeedPublisher(this::reader);
  }

  /** Holds the documents, and follows their changes on a thread of its own. */
  public LiveDocuments documents() {
    if (after != null) {
      throw new IllegalStateException("Live documents begin with all documents: leave out after.");
    }
    return new LiveDocuments(new Session(client, this, true));
  }

  String feed() {
    return feed;
  }

  /**
   * Where it is read.
   *
   * @param position after which; null: from the next change on
   * @param documents whether all documents come first, if there is no position
   */
  URI address(String position, boolean documents) {
    List<String> query = new ArrayList<>(parameters);
    if (position != null) {
      query.add("after=" + encoded(position));
    } else if (documents) {
      query.add("documents=true");
    }
    String address = client.server().resolve("api/feeds/" + encoded(feed) + "/events").toString();
    return URI.create(query.isEmpty() ? address : address + "?" + String.join("&", query));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
