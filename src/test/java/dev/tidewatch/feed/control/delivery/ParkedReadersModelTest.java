package dev.tidewatch.feed.control.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.Events;
import dev.tidewatch.feed.control.view.FieldMask;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.feed.control.view.ReaderPosition;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/**
 * Readers that are parked and found, beside readers of the same requests that are never parked: at
 * random moments the log grows, messages are taken, readers come and leave, and the same changes
 * have come in the end, and the same position.
 */
class ParkedReadersModelTest {

  private static final String[] OWNERS = {"ann", "bob", "eve"};
  private static final String[] ROWS = {
    "{owner: 'ann'}",
    "{owner: {$in: ['bob', 'eve']}}",
    "{$or: [{owner: 'eve'}, {_id: 3}]}",
    "{_id: 4}",
    "{_id: {$in: [1, 2]}, owner: 'ann'}",
    "{n: {$gt: 5}}",
    "{}"
  };

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private int number;
  private int parked;

  @Test
  void parkedReadersGetWhatOthersGet() {
    int got = 0;
    for (int round = 0; round < 15; round++) {
      got += new Round().run();
    }
    assertThat(got).as("seed %d", seed).isGreaterThan(300);
    assertThat(parked).as("seed %d", seed).isGreaterThan(300);
  }

  private final class Pair {

    private final FakeSink.Steps steps = new FakeSink.Steps();
    private final KeysSink sink = new KeysSink(steps);
    private final KeysSink asked = new KeysSink(Runnable::run);
    private final MessageReader model;
    private final Runnable leave;

    Pair(Round round) {
      SubscribeRequest request =
          SubscribeRequest.of(sink, Protocol.POLL, new V1Format("f"), filter(), null)
              .seeing(view());
      model = new MessageReader(round.others, request, () -> {});
      leave = round.subscribers.subscribe(request);
    }

    void ask() {
      for (OutboundMessage message = model.next();
          message != null || model.isSearching();
          message = model.next()) {
        if (message != null) {
          asked.send(message, failure -> {});
        }
      }
      model.isUpToDate();
    }
  }

  private final class Round {

    private final ChangeLog log = new ChangeLog(5000, 1 << 26);
    private final List<Runnable> elsewhere = new ArrayList<>();
    private final Dispatcher dispatcher = new Dispatcher(elsewhere::add);
    private final ImagePolicy images = new ImagePolicy(true, false, false);
    private final Subscribers subscribers = dispatcher.serve(log, NoHistory.of(log), images);
    private final Subscribers others =
        new Dispatcher(Runnable::run).serve(log, NoHistory.of(log), images);
    private final List<Pair> pairs = new ArrayList<>();
    private long nanos = System.nanoTime();

    int run() {
      log.advance(new Position("8200"));
      for (int step = 0; step < 200; step++) {
        step();
        parked += subscribers.parking().size();
      }
      finish();
      for (Pair pair : pairs) {
        pair.ask();
        assertThat(pair.sink.keys()).as("seed %d", seed).isEqualTo(pair.asked.keys());
        assertThat(pair.sink.closed).isEmpty();
        assertThat(pair.sink.overlapped).isFalse();
        // a reader that was not asked about the last change does not know that its view shows it
        ReaderPosition position = pair.model.source().position();
        assertThat(pair.sink.position)
            .as("seed %d", seed)
            .isIn(position.shown(), position.own().highWaterMark());
      }
      int got = pairs.stream().mapToInt(pair -> pair.sink.keys().size()).sum();
      pairs.forEach(pair -> pair.leave.run());
      dispatcher.serveReady();
      assertThat(subscribers.parking().size()).isZero();
      assertThat(subscribers.count()).isZero();
      return got;
    }

    private void step() {
      switch (random.nextInt(8)) {
        case 0 -> pairs.add(new Pair(this));
        case 1 -> {
          if (!pairs.isEmpty() && random.nextInt(3) == 0) {
            pairs.remove(random.nextInt(pairs.size())).leave.run();
          }
        }
        case 2 -> append(random.nextInt(200));
        case 3 -> append(1 + random.nextInt(3));
        case 4 -> pairs.forEach(pair -> pair.steps.step());
        case 5 -> runOneElsewhere();
        case 6 -> {
          nanos += Dispatcher.TICK.toNanos();
          subscribers.tend(nanos);
        }
        default -> pump();
      }
    }

    private void finish() {
      for (int i = 0; i < 500; i++) {
        pump();
        pairs.forEach(pair -> pair.steps.step());
        while (!elsewhere.isEmpty()) {
          runOneElsewhere();
        }
      }
      nanos += 10 * Dispatcher.TICK.toNanos();
      subscribers.tend(nanos);
    }

    private void runOneElsewhere() {
      if (!elsewhere.isEmpty()) {
        elsewhere.remove(0).run();
      }
    }

    private void append(int count) {
      for (int i = 0; i < count; i++) {
        log.append(entry());
      }
      if (random.nextBoolean()) {
        pump();
      }
    }

    private void pump() {
      nanos += SendWindow.LONGEST_PAUSE.toNanos();
      dispatcher.serveReady();
      subscribers.pump(nanos);
      dispatcher.serveReady();
      dispatcher.serveFar(System.nanoTime() + Dispatcher.TICK.toNanos());
    }
  }

  private ChangeFilter filter() {
    return random.nextInt(3) > 0
        ? ChangeFilter.NONE
        : ChangeFilter.of(
            random.nextInt(3) == 0 ? List.of("insert", "delete") : List.of(),
            List.of(),
            random.nextInt(2) == 0 ? List.of("3", "5") : List.of());
  }

  private View view() {
    if (random.nextInt(4) == 0) {
      return View.ALL.narrow(random.nextBoolean() ? rows() : Query.ALL);
    }
    FieldMask fields = random.nextBoolean() ? FieldMask.ALL : FieldMask.of(List.of("_id", "owner"));
    return View.of(List.of(new Grant(rows(), fields)))
        .narrow(random.nextInt(3) == 0 ? rows() : Query.ALL);
  }

  private Query rows() {
    return Query.parse(BsonDocument.parse(ROWS[random.nextInt(ROWS.length)]));
  }

  private LogEntry entry() {
    number++;
    int kind = random.nextInt(200);
    if (kind == 0) {
      Position at = Events.position(number, "04");
      return new LogEntry(new Gap(Gap.Reason.HISTORY_LOST, at, at));
    }
    if (kind == 1) {
      return Events.entry(number, "{operationType: 'drop', ns: {db: 'db', coll: 'one'}}");
    }
    int id = random.nextInt(40);
    String before = kind < 8 ? "null" : document(id);
    String after = kind < 12 ? "null" : document(id);
    String operation =
        random.nextInt(3) == 0 ? "insert" : random.nextBoolean() ? "update" : "delete";
    return Events.entry(
        number,
        ("{operationType: '%s', documentKey: {_id: %d}, fullDocument: %s,"
                + " fullDocumentBeforeChange: %s, updateDescription: {updatedFields: {n: 1},"
                + " removedFields: []}}")
            .formatted(operation, id, after, before));
  }

  private String document(int id) {
    return "{_id: %d, owner: '%s', n: %d, text: '%s'}"
        .formatted(
            id,
            OWNERS[random.nextInt(OWNERS.length)],
            random.nextInt(7),
            random.nextInt(150) == 0 ? "x".repeat(70_000) : "");
  }
}
