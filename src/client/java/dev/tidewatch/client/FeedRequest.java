package dev.tidewatch.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Flow;
import org.bson.conversions.Bson;

/** What is read of a feed, and from where on. Immutable and thread-safe. */
public final class FeedRequest {

  private static final Set<String> OWN = Set.of("after", "from", "documents", "lastEventId");

  private final TidewatchClient client;
  private final String feed;
  private final List<String> parameters;
  private final Start start;

  FeedRequest(TidewatchClient client, String feed) {
    this(client, feed, List.of(), Start.NEXT);
  }

  private FeedRequest(TidewatchClient client, String feed, List<String> parameters, Start start) {
    this.client = client;
    this.feed = feed;
    this.parameters = parameters;
    this.start = start;
  }

  /**
   * The same after a position; null: from the next change on, or from the moment that was given.
   */
  public FeedRequest after(String position) {
    return starting(start.after(position));
  }

  /**
   * The same from the first change at or after a moment on. A position counts more than a moment,
   * so a program gives both: it begins at the moment, and resumes after what it has kept.
   *
   * @param moment not in the future by the server's clock
   */
  public FeedRequest from(Instant moment) {
    return starting(start.from(moment));
  }

  /**
   * As above, a time before now by the server's clock. Now is when a reader is made, also if it
   * connects much later.
   *
   * @param ago in whole seconds, which are rounded up
   */
  public FeedRequest from(Duration ago) {
    return starting(start.from(ago));
  }

  private FeedRequest starting(Start other) {
    return new FeedRequest(client, feed, parameters, other);
  }

  /**
   * The same with the numbers of changes as MongoDB has them: a long is an int64, also if it would
   * fit into an int32. Not for live documents.
   */
  public FeedRequest canonical() {
    return with("json", "canonical");
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
   *
   * @throws IllegalArgumentException for a parameter that changes from one connection to the next
   */
  public FeedRequest with(String parameter, String value) {
    if (OWN.contains(parameter)) {
      throw new IllegalArgumentException(
          "The parameter \"" + parameter + "\" has a method of its own: use that.");
    }
    List<String> more = new ArrayList<>(parameters);
    more.add(encoded(parameter) + "=" + encoded(Objects.requireNonNull(value)));
    return new FeedRequest(client, feed, List.copyOf(more), start);
  }

  /** Reads as an iteration, on the threads that call it. It connects at the first call. */
  public FeedReader reader() {
    return new FeedReader(new Session(client, this, false), start.position());
  }

  /** Reads as a publisher: each subscriber has a connection and a thread of its own. */
  public Flow.Publisher<FeedEvent> publisher() {
    return new FeedPublisher(this::reader);
  }

  /** Holds the documents, and follows their changes on a thread of its own. */
  public LiveDocuments documents() {
    if (!start.equals(Start.NEXT)) {
      throw new IllegalStateException(
          "Live documents begin with all documents: leave out after and from.");
    }
    return new LiveDocuments(new Session(client, this, true));
  }

  String feed() {
    return feed;
  }

  /**
   * Where it is read.
   *
   * @param position after which; null: not known yet
   * @param documents whether all documents come first, if there is no position
   * @param waited since the reader was made
   */
  URI address(String position, boolean documents, Duration waited) {
    List<String> query = new ArrayList<>(parameters);
    if (position != null) {
      query.add("after=" + encoded(position));
    } else if (documents) {
      query.add("documents=true");
    } else if (start.hasMoment()) {
      query.add("from=" + encoded(start.moment(waited)));
    }
    String address = client.server().resolve("api/feeds/" + encoded(feed) + "/events").toString();
    return URI.create(query.isEmpty() ? address : address + "?" + String.join("&", query));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
