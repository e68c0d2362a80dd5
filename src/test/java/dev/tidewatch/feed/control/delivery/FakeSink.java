package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.log.Entries;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that takes messages when the test lets it, and notices two at once. */
public class FakeSink implements Sink {

  private static final Pattern ID = Pattern.compile("\"html_id\": \"([^\"]+)\"");

  final List<String> ids = new CopyOnWriteArrayList<>();
  final List<CloseReason> closed = new CopyOnWriteArrayList<>();

  /** How often it was sent to. */
  public final AtomicInteger messages = new AtomicInteger();

  final AtomicInteger pings = new AtomicInteger();

  final AtomicInteger underWay = new AtomicInteger();
  volatile boolean overlapped;

  /** Where it was told that it stands. */
  public volatile Position position;

  /** Whether it was told that there is nothing more. */
  public volatile boolean upToDate;

  private final Executor completions;

  /**
   * A client.
   *
   * @param completions runs what tells the sender that a message is on its way
   */
  public FakeSink(Executor completions) {
    this.completions = completions;
  }

  /** Takes each message before send returns. */
  public static FakeSink immediate() {
    return new FakeSink(Runnable::run);
  }

  /** Takes one message each time the test says so. */
  static final class Steps implements Executor {
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    @Override
    public void execute(Runnable completion) {
      waiting.add(completion);
    }

    boolean step() {
      Runnable completion = waiting.poll();
      if (completion != null) {
        completion.run();
      }
      return completion != null;
    }
  }

  @Override
  public void send(OutboundMessage message, Consumer<Throwable> done) {
    overlapped |= underWay.incrementAndGet() > 1;
    messages.incrementAndGet();
    message
        .texts()
        .forEach(
            text -> {
              Matcher id = ID.matcher(text);
              ids.add(id.find() ? id.group(1) : text);
            });
    completions.execute(
        () -> {
          underWay.decrementAndGet();
          done.accept(null);
        });
  }

  /** What the client has had, as the numbers of {@link Entries}. */
  public List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    for (String id : ids) {
      numbers.add(Integer.parseInt(Position.ofId(id).data().substring(2), 16));
    }
    return numbers;
  }

  @Override
  public void reached(Position standing, boolean nothingMore) {
    upToDate = nothingMore;
    position = standing;
  }

  @Override
  public void ping() {
    pings.incrementAndGet();
  }

  @Override
  public void close(CloseReason reason) {
    closed.add(reason);
  }
}
