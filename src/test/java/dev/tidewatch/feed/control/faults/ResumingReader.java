package dev.tidewatch.feed.control.faults;

import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.delivery.Subscribers;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that keeps what it got and comes back with the last id, as a browser's page does. */
public final class ResumingReader {

  private static final Pattern ID = Pattern.compile("\"html_id\": \"([^\"]+)\"");
  private static final Pattern NUMBER = Pattern.compile("\"n\": (\\d+)");
  private static final Pattern REASON = Pattern.compile("\"reason\": \"([a-z-]+)\"");
  private static final Pattern OPERATION = Pattern.compile("^\\{\"operationType\": \"(\\w+)\"");

  private Subscribers subscribers;
  private final List<String> messages = new ArrayList<>();
  private Position position;
  private Connection connection;
  private Runnable unsubscribe;

  public ResumingReader(Subscribers subscribers, Position start) {
    this.subscribers = subscribers;
    this.position = start;
    comeBack();
  }

  public synchronized void leaveAndComeBack() {
    leave();
    comeBack();
  }

  public synchronized void leave() {
    connection.gone = true;
    unsubscribe.run();
  }

  /** Comes back, to another node of the application. */
  public synchronized void comeBackTo(Subscribers other) {
    subscribers = other;
    comeBack();
  }

  private void comeBack() {
    connection = new Connection();
    unsubscribe =
        subscribers.subscribe(
            SubscribeRequest.of(
                connection, Protocol.SOCKET, HtmlFormat.INSTANCE, ChangeFilter.NONE, position));
  }

  public synchronized List<Integer> numbers() {
    return found(NUMBER).stream().map(Integer::valueOf).toList();
  }

  public synchronized List<String> operations() {
    return found(OPERATION);
  }

  /** Why there were gaps. */
  public synchronized List<String> reasons() {
    return found(REASON);
  }

  /** Each message as a change's number or a gap's reason, in order. */
  public synchronized List<String> numbersAndReasons() {
    return messages.stream()
        .map(message -> first(REASON, message).or(() -> first(NUMBER, message)).orElse("?"))
        .toList();
  }

  /** The position of each message. */
  public synchronized List<Position> positions() {
    return found(ID).stream().map(Position::ofId).toList();
  }

  private static Optional<String> first(Pattern pattern, String message) {
    Matcher matcher = pattern.matcher(message);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Where it would come back to. */
  public synchronized Position position() {
    return position;
  }

  private List<String> found(Pattern pattern) {
    List<String> found = new ArrayList<>();
    for (String message : messages) {
      Matcher matcher = pattern.matcher(message);
      if (matcher.find()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  private synchronized void got(Connection from, String message) {
    // what arrives on a connection that was cut never reaches the client
    if (!from.gone) {
      messages.add(message);
      Matcher id = ID.matcher(message);
      if (!id.find()) {
        throw new AssertionError("no html_id in " + message);
      }
      position = Position.ofId(id.group(1));
    }
  }

  private final class Connection implements Sink {

    private boolean gone;

    @Override
    public void send(OutboundMessage message, Consumer<Throwable> done) {
      message.texts().forEach(text -> got(this, text));
      done.accept(null);
    }

    @Override
    public void ping() {}

    @Override
    public void close(CloseReason reason) {}
  }
}
