package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that keeps what it got and comes back with the last id, as a browser's page does. */
final class ResumingReader {

  private static final Pattern ID = Pattern.compile("\"html_id\": \"([^\"]+)\"");
  private static final Pattern NUMBER = Pattern.compile("\"n\": (\\d+)");
  private static final Pattern OPERATION = Pattern.compile("^\\{\"operationType\": \"(\\w+)\"");

  private final Courier courier;
  private final List<String> messages = new ArrayList<>();
  private Position position;
  private Connection connection;
  private Runnable unsubscribe;

  ResumingReader(Courier courier, Position start) {
    this.courier = courier;
    this.position = start;
    comeBack();
  }

  synchronized void leaveAndComeBack() {
    connection.gone = true;
    unsubscribe.run();
    comeBack();
  }

  private void comeBack() {
    connection = new Connection();
    unsubscribe = courier.subscribe(connection, position);
  }

  synchronized List<Integer> numbers() {
    return found(NUMBER).stream().map(Integer::valueOf).toList();
  }

  synchronized List<String> operations() {
    return found(OPERATION);
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
    public void send(Message message, Consumer<Throwable> done) {
      got(this, message.text());
      done.accept(null);
    }

    @Override
    public void ping() {}

    @Override
    public void close(CloseReason reason) {}
  }
}
