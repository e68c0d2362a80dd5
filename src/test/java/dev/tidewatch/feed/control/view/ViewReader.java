package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.delivery.Subscribers;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.ExportFormat;
import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.format.PollFormat;
import dev.tidewatch.feed.control.format.SseFormat;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.control.format.WireFormat;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.JsonForm;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A client of one protocol that has a view, keeps the state that it makes of what it gets, leaves,
 * and comes back to any position that it was told.
 */
public final class ViewReader {

  private final ModelView model;
  private final Protocol protocol;
  private final List<String> received = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private final ReaderModel state = new ReaderModel();
  private Position position;
  private Connection connection;

  /** A reader that starts after a position. */
  public ViewReader(ModelView model, Protocol protocol, Position start) {
    this.model = model;
    this.protocol = protocol;
    this.position = start;
  }

  /** What it may see. */
  public ModelView model() {
    return model;
  }

  /** Connects, to any node. */
  public synchronized void connect(Subscribers subscribers) {
    connection = new Connection(subscribers);
    connection.subscribe();
  }

  /** Leaves; what is on its way is lost. */
  public synchronized void leave() {
    connection.gone = true;
    connection.unsubscribe.run();
  }

  /** Where it would come back to. */
  public synchronized Position position() {
    return position;
  }

  /** The documents of a namespace. */
  public synchronized Map<BsonValue, BsonDocument> documents(String namespace) {
    return state.documents(namespace);
  }

  /** Everything it got, as text. */
  public synchronized List<String> received() {
    return List.copyOf(received);
  }

  /** The reasons of the gaps. */
  public synchronized List<String> gaps() {
    return List.copyOf(gaps);
  }

  /** What went wrong. */
  public synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  private synchronized void take(Connection from, OutboundMessage message) {
    if (from.gone) {
      return;
    }
    try {
      switch (protocol) {
        case WEBSOCKET -> message.texts().forEach(this::websocket);
        case SOCKET -> message.texts().forEach(this::socket);
        case SSE -> events(new String(message.bytes(), StandardCharsets.UTF_8));
        case EXPORT ->
            new String(message.bytes(), StandardCharsets.UTF_8).lines().forEach(this::line);
        case POLL -> poll(new String(message.bytes(), StandardCharsets.UTF_8));
      }
    } catch (RuntimeException | AssertionError e) {
      problems.add(e + " at " + received.get(received.size() - 1));
    }
  }

  private void websocket(String text) {
    received.add(text);
    BsonDocument message = BsonDocument.parse(text);
    switch (message.getString("type").getValue()) {
      case "changes" ->
          message
              .getArray("changes")
              .forEach(
                  item ->
                      change(
                          item.asDocument().getDocument("change"),
                          item.asDocument().getString("id").getValue()));
      case "gap" -> gap(message);
      default -> told(message.getString("position").getValue());
    }
  }

  private void line(String text) {
    received.add(text);
    BsonDocument line = BsonDocument.parse(text);
    if (line.containsKey("change")) {
      change(line.getDocument("change"), line.getString("id").getValue());
    } else if (line.getString("type").getValue().equals("gap")) {
      gap(line);
    } else {
      told(line.getString("position").getValue());
    }
  }

  private void socket(String text) {
    received.add(text);
    BsonDocument message = BsonDocument.parse(text);
    String id = message.getString("html_id").getValue();
    message.remove("html");
    message.remove("html_id");
    if (message.get("operationType", new BsonString("")).equals(new BsonString("gap"))) {
      gaps.add(message.getString("reason").getValue());
      told(id);
    } else {
      change(message, id);
    }
  }

  private void events(String text) {
    received.add(text);
    String id = null;
    String event = null;
    for (String line : text.split("\n")) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        event = line.substring(7);
      } else if (line.startsWith("data: ")) {
        BsonDocument data = BsonDocument.parse(line.substring(6));
        switch (event) {
          case "change" -> change(data, id);
          case "gap" -> gap(data);
          default -> told(id);
        }
      }
    }
  }

  private void poll(String text) {
    received.add(text);
    BsonDocument answer = BsonDocument.parse(text);
    if (answer.containsKey("gap")) {
      gap(answer.getDocument("gap"));
    }
    answer
        .getArray("changes")
        .forEach(
            item ->
                change(
                    item.asDocument().getDocument("change"),
                    item.asDocument().getString("id").getValue()));
    told(answer.getString("position").getValue());
  }

  private void gap(BsonDocument gap) {
    gaps.add(gap.getString("reason").getValue());
    received.add(Canaries.decoded(Position.ofId(gap.getString("after").getValue())));
    told(gap.getString("position").getValue());
  }

  private void change(BsonDocument change, String id) {
    Position next = Position.ofId(id);
    if (!next.isAfter(position)) {
      problems.add("not in order: " + id + " after " + position.id() + ": " + change.toJson());
    }
    state.take(change);
    told(id);
  }

  private void told(String id) {
    Position next = Position.ofId(id);
    if (position.isAfter(next)) {
      problems.add("back from " + position.data() + " to " + next.data());
    }
    received.add(Canaries.decoded(next));
    position = next;
  }

  private synchronized void reached(Connection from, Position standing, boolean upToDate) {
    if (protocol == Protocol.POLL && !from.gone && upToDate) {
      // as PollSink answers
      poll(new String(PollFormat.empty(standing).bytes(), StandardCharsets.UTF_8));
      from.gone = true;
    }
  }

  /** A poll asks again; others stay connected. */
  public synchronized void ask() {
    if (protocol == Protocol.POLL && connection.gone) {
      connect(connection.subscribers);
    }
  }

  private WireFormat format() {
    return switch (protocol) {
      case WEBSOCKET -> new V1Format("views", 4096);
      case SOCKET -> HtmlFormat.INSTANCE;
      case SSE -> new SseFormat(4096);
      case EXPORT -> new ExportFormat(4096, JsonForm.RELAXED);
      case POLL -> new PollFormat(4096);
    };
  }

  private final class Connection implements Sink {

    private final Subscribers subscribers;
    private Runnable unsubscribe = () -> {};
    private boolean gone;

    Connection(Subscribers subscribers) {
      this.subscribers = subscribers;
    }

    void subscribe() {
      unsubscribe =
          subscribers.subscribe(
              SubscribeRequest.of(this, protocol, format(), ChangeFilter.NONE, position)
                  .seeing(model.view()));
    }

    @Override
    public void send(OutboundMessage message, Consumer<Throwable> done) {
      take(this, message);
      if (protocol == Protocol.POLL) {
        synchronized (ViewReader.this) {
          gone = true;
          unsubscribe.run();
        }
      } else {
        done.accept(null);
      }
    }

    @Override
    public void reached(Position standing, boolean upToDate) {
      ViewReader.this.reached(this, standing, upToDate);
      if (gone) {
        unsubscribe.run();
      }
    }

    @Override
    public void ping() {
      // tells nothing
    }

    @Override
    public void close(CloseReason reason) {
      synchronized (ViewReader.this) {
        if (!gone) {
          problems.add("closed: " + reason);
        }
      }
    }
  }
}
