package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.delivery.Subscribers;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.format.SseFormat;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.control.view.ReaderModel;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.text.RelaxedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A client of one protocol that is sent documents and their changes, and keeps what it makes of
 * them. Thread-safe.
 */
final class DocumentReader implements Sink {

  private static final Set<String> WHOLE = Set.of("drop", "dropDatabase", "rename", "invalidate");

  private final Protocol protocol;
  private final Namespace collection;
  private final Executor completions;
  private final Runnable unsubscribe;

  // guarded by this
  private ReaderModel state = new ReaderModel();
  private boolean current;
  private int documents;
  private int messages;
  private Position position;
  private final List<Segment> segments = new ArrayList<>();
  private final List<String> resets = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> kinds = new ArrayList<>();
  private CloseReason closed;

  /** What a reader was sent from a {@code current} on. */
  static final class Segment {

    final Position position;
    final Map<String, String> state;
    final List<Position> changes = new ArrayList<>();

    Segment(Position position, Map<String, String> state) {
      this.position = position;
      this.state = state;
    }
  }

  /**
   * Begins.
   *
   * @param completions runs what tells the sender that a message was taken
   */
  DocumentReader(
      Subscribers subscribers,
      Protocol protocol,
      Namespace collection,
      View view,
      Executor completions) {
    this.protocol = protocol;
    this.collection = collection;
    this.completions = completions;
    WireFormat format =
        protocol == Protocol.SSE ? new SseFormat(8192) : new V1Format("documents", 8192);
    unsubscribe =
        subscribers.subscribe(
            SubscribeRequest.of(this, protocol, format, ChangeFilter.NONE, null)
                .seeing(view)
                .withDocuments(collection));
  }

  /** A document as text; equal ones are equal. */
  static String text(BsonDocument document) {
    return RelaxedJson.write(document);
  }

  /** An {@code _id} as text. */
  static String text(BsonValue id) {
    return RelaxedJson.write(new BsonDocument("_id", id));
  }

  void leave() {
    unsubscribe.run();
  }

  synchronized boolean isCurrent() {
    return current;
  }

  synchronized Position position() {
    return position;
  }

  synchronized List<Segment> segments() {
    return List.copyOf(segments);
  }

  synchronized List<String> resets() {
    return List.copyOf(resets);
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  /** The kinds of its messages, each once in a row. */
  synchronized List<String> kinds() {
    return List.copyOf(kinds);
  }

  synchronized int messages() {
    return messages;
  }

  synchronized CloseReason closed() {
    return closed;
  }

  synchronized Map<String, String> state() {
    Map<String, String> texts = new TreeMap<>();
    state
        .documents(collection.toString())
        .forEach((id, document) -> texts.put(text(id), text(document)));
    return texts;
  }

  @Override
  public void send(OutboundMessage message, Consumer<Throwable> done) {
    take(message);
    completions.execute(() -> done.accept(null));
  }

  private synchronized void take(OutboundMessage message) {
    messages++;
    try {
      if (protocol == Protocol.SSE) {
        events(new String(message.bytes(), StandardCharsets.UTF_8));
      } else {
        message.texts().forEach(this::websocket);
      }
    } catch (RuntimeException | AssertionError e) {
      problems.add(e.toString());
    }
  }

  private void websocket(String text) {
    BsonDocument message = BsonDocument.parse(text);
    String type = message.getString("type").getValue();
    kind(type);
    switch (type) {
      case "hello" -> check(!message.containsKey("position"), "a position in hello");
      case "documents" -> documents(message);
      case "current" -> current(message);
      case "reset" -> reset(message);
      case "changes" ->
          message
              .getArray("changes")
              .forEach(
                  item ->
                      change(
                          item.asDocument().getDocument("change"),
                          item.asDocument().getString("id").getValue()));
      case "gap" -> check(current, "a gap before current");
      default -> check(current == message.containsKey("position"), "a heartbeat's position");
    }
  }

  private void events(String text) {
    String id = null;
    String event = null;
    for (String line : text.split("\n")) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        event = line.substring(7);
      } else if (line.startsWith("data: ")) {
        event(event, id, BsonDocument.parse(line.substring(6)));
        id = null;
      }
    }
  }

  private void event(String event, String id, BsonDocument data) {
    kind(event.equals("change") ? "changes" : event);
    switch (event) {
      case "documents" -> {
        check(id == null, "an id with documents");
        documents(data);
      }
      case "current" -> {
        check(data.getString("position").getValue().equals(id), "another id at current");
        current(data);
      }
      case "reset" -> {
        check("".equals(id), "an id that a browser keeps");
        reset(data);
      }
      case "change" -> {
        check(current == (id != null), "the id of a change");
        change(data, id);
      }
      default -> check(current == (id != null), "the id of " + event);
    }
  }

  private void kind(String kind) {
    if (kinds.isEmpty() || !kinds.get(kinds.size() - 1).equals(kind)) {
      kinds.add(kind);
    }
  }

  private void check(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  private void documents(BsonDocument message) {
    check(!current, "documents after current");
    for (BsonValue value : message.getArray("documents")) {
      documents++;
      BsonDocument before =
          state
              .documents(collection.toString())
              .put(value.asDocument().get("_id"), value.asDocument());
      check(before == null, "a document twice: " + value);
    }
  }

  private void current(BsonDocument message) {
    check(message.getNumber("count").intValue() == documents, "another count");
    current = true;
    position = Position.ofId(message.getString("position").getValue());
    check(!position.holdsKey(), "a key in the position of current");
    segments.add(new Segment(position, state()));
  }

  private void reset(BsonDocument message) {
    resets.add(message.getString("reason").getValue());
    state = new ReaderModel();
    current = false;
    documents = 0;
  }

  private void change(BsonDocument change, String id) {
    String type = change.getString("operationType", new BsonString("")).getValue();
    if (current && !type.equals("invalidate")) {
      Position next = Position.ofId(id);
      check(next.isAfter(position), "not in order: " + id);
      position = next;
      segments.get(segments.size() - 1).changes.add(next);
    }
    if (WHOLE.contains(type)) {
      state = new ReaderModel();
    } else {
      state.take(change);
    }
  }

  @Override
  public void ping() {
    // nothing that a client sees
  }

  @Override
  public synchronized void close(CloseReason reason) {
    closed = reason;
  }
}
