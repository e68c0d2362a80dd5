package dev.tidewatch.feed.control.delivery;

import static dev.tidewatch.feed.control.view.Events.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.V1Format;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.FieldMask;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.query.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Readers that wait for what concerns them. */
class ParkedReaderTest {

  private static final int LOG = 100;

  private final ChangeLog log = new ChangeLog(LOG, 1 << 24);
  private final List<Runnable> elsewhere = new ArrayList<>();
  private final Dispatcher dispatcher = new Dispatcher(elsewhere::add);
  private final Subscribers subscribers =
      dispatcher.serve(
          log, NoHistory.of(log, new ManualScheduler()), new ImagePolicy(true, false, false));
  private long nanos = System.nanoTime();

  ParkedReaderTest() {
    log.advance(new Position("8200"));
  }

  @Test
  void aReaderThatHasReadAllIsParkedAndFoundAgain() {
    KeysSink ann = subscribe(request("{owner: 'ann'}"));
    append(1, "bob");
    assertThat(parked()).isOne();
    assertThat(ann.keys()).isEmpty();

    append(2, "ann");
    append(3, "bob");
    append(4, "ann");
    assertThat(ann.keys()).containsExactly("2", "4");
    assertThat(parked()).isOne();
  }

  @Test
  void aReaderThatIsPassedOverIsNotAsked() {
    KeysSink ann = subscribe(request("{owner: 'ann'}"));
    append(1, "bob");
    int before = ann.looks();

    append(2, "bob");
    append(3, "bob");

    assertThat(ann.looks()).isEqualTo(before);
  }

  @Test
  void aReaderThatCannotBeFoundIsAsked() {
    KeysSink above = subscribe(request("{_id: {$gt: 2}}"));
    KeysSink all = subscribe(request("{}"));
    append(1, "bob");
    append(3, "bob");

    assertThat(parked()).isZero();
    assertThat(above.keys()).containsExactly("3");
    assertThat(all.keys()).containsExactly("1", "3");
  }

  /** It is 64 entries at a time that are looked at. */
  @Test
  void whatIsFoundAmongManyIsReadInOrder() {
    KeysSink ann = subscribe(request("{owner: 'ann'}"));
    KeysSink eve = subscribe(request("{owner: {$in: ['eve', 'ann']}}"));
    pump();
    for (int i = 1; i <= 90; i++) {
      log.append(inserted(i, i % 30 == 0 ? "ann" : i % 45 == 0 ? "eve" : "bob"));
    }
    pump();

    assertThat(ann.keys()).containsExactly("30", "60", "90");
    assertThat(eve.keys()).containsExactly("30", "45", "60", "90");
    assertThat(parked()).isEqualTo(2);
  }

  @Test
  void aBusyReaderIsParkedTooAndGoesOnWithWhatConcernsIt() {
    FakeSink.Steps steps = new FakeSink.Steps();
    KeysSink ann = subscribe(new KeysSink(steps), request("{owner: 'ann'}"));
    steps.step();
    append(1, "ann");
    assertThat(parked()).isOne();
    append(2, "bob");
    append(3, "ann");
    append(4, "bob");
    assertThat(ann.keys()).containsExactly("1");

    steps.step();
    pump();
    assertThat(ann.keys()).containsExactly("1", "3");
    assertThat(ann.overlapped).isFalse();
    assertThat(parked()).isOne();
  }

  @Test
  void whatConcernsEverybodyReachesEverybody() {
    KeysSink ann = subscribe(request("{owner: 'ann'}"));
    KeysSink key =
        subscribe(request(View.ALL, ChangeFilter.of(List.of(), List.of(), List.of("7"))));
    pump();
    log.append(entry(1, "{operationType: 'update', documentKey: {_id: 1}, fullDocument: null}"));
    pump();
    assertThat(ann.keys()).containsExactly("gap");
    assertThat(key.keys()).isEmpty();

    Position at = entry(2, "{operationType: 'drop'}").position();
    log.append(new LogEntry(new Gap(Gap.Reason.HISTORY_LOST, at, at)));
    log.append(entry(3, "{operationType: 'drop', ns: {db: 'db', coll: 'one'}}"));
    pump();
    assertThat(ann.keys()).containsExactly("gap", "gap", "reset");
    assertThat(key.keys()).containsExactly("gap");
    assertThat(parked()).isEqualTo(2);
  }

  @Test
  void aParkedReaderThatLeavesIsForgotten() {
    KeysSink stays = subscribe(request("{owner: 'ann'}"));
    Runnable leave =
        subscribers.subscribe(request("{owner: 'ann'}").to(new KeysSink(Runnable::run)));
    pump();
    assertThat(parked()).isEqualTo(2);

    leave.run();
    dispatcher.serveReady();
    assertThat(parked()).isOne();
    assertThat(subscribers.count()).isOne();
    append(1, "ann");
    assertThat(stays.keys()).containsExactly("1");
  }

  @Test
  void aParkedReaderEndsWithItsToken() {
    Caller ada = new Caller("ada", Set.of(), Map.of(), Instant.now().plusSeconds(3));
    KeysSink sink = subscribe(request("{owner: 'ann'}").by(ada));
    pump();
    assertThat(parked()).isOne();

    await()
        .untilAsserted(
            () -> {
              subscribers.tend(System.nanoTime());
              dispatcher.serveReady();
              assertThat(parked()).isZero();
            });
    elsewhere.forEach(Runnable::run);
    assertThat(sink.closed).containsExactly(CloseReason.EXPIRED);
  }

  @Test
  void aParkedReaderCanBeDisconnected() {
    Caller ada = new Caller("ada", Set.of(), Map.of(), Instant.MAX);
    KeysSink sink = subscribe(request("{owner: 'ann'}").by(ada));
    pump();

    assertThat(subscribers.disconnect("ada")).isOne();
    dispatcher.serveReady();
    elsewhere.forEach(Runnable::run);
    assertThat(sink.closed).containsExactly(CloseReason.DISCONNECTED);
    dispatcher.serveReady();
    assertThat(parked()).isZero();
  }

  @Test
  void aParkedReaderWhoseConnectionStallsIsClosed() {
    KeysSink stuck = subscribe(new KeysSink(new FakeSink.Steps()), request("{owner: 'ann'}"));
    pump();
    assertThat(parked()).isOne();

    subscribers.tend(System.nanoTime() + Duration.ofSeconds(59).toNanos());
    assertThat(parked()).isOne();
    subscribers.tend(System.nanoTime() + Duration.ofSeconds(61).toNanos());
    elsewhere.forEach(Runnable::run);
    assertThat(stuck.closed).containsExactly(CloseReason.STALLED);
  }

  @Test
  void aHeartbeatSaysWhereTheParkedReadersAre() {
    KeysSink ann = subscribe(request("{owner: 'ann'}"));
    append(1, "bob");
    append(2, "bob");

    subscribers.tend(System.nanoTime() + Protocol.WEBSOCKET.silence().toNanos());
    assertThat(ann.heartbeats).containsExactly(log.at(1).position().highWaterMark().id());
    append(3, "ann");
    assertThat(ann.keys()).containsExactly("3");
    subscribers.tend(System.nanoTime() + Protocol.WEBSOCKET.silence().multipliedBy(2).toNanos());
    assertThat(ann.heartbeats).last().isEqualTo(log.at(2).position().id());
  }

  @Test
  void aParkedReaderNeedsNothingBeforeItIsDue() {
    KeysSink ann = subscribe(request("{owner: 'ann'}"));
    append(1, "bob");
    int before = ann.looks();

    subscribers.tend(System.nanoTime());
    assertThat(ann.looks()).isEqualTo(before);
    subscribers.tend(System.nanoTime() + Duration.ofMinutes(1).toNanos());
    assertThat(ann.looks()).isGreaterThan(before);
    assertThat(ann.pings).hasValue(1);
  }

  /** A poll answers with its position when its time is over. */
  @Test
  void aParkedPollIsToldWhereItHasComeTo() {
    KeysSink poll = subscribe(request("{owner: 'ann'}").over(Protocol.POLL));
    append(1, "bob");
    subscribers.tend(System.nanoTime());
    assertThat(poll.position).isEqualTo(log.at(0).position().highWaterMark());
    append(2, "bob");
    subscribers.tend(System.nanoTime() + Dispatcher.TICK.toNanos());

    assertThat(poll.position).isEqualTo(log.at(1).position().highWaterMark());
    assertThat(parked()).isOne();
  }

  @Test
  void readersOfWhatHasLeftTheLogUnseenAskMongo() {
    KeysSink ann = subscribe(request("{owner: 'ann'}"));
    append(1, "bob");
    for (int i = 2; i <= 3 * LOG; i++) {
      log.append(inserted(i, i % 50 == 0 ? "ann" : "bob"));
    }
    pump();

    assertThat(parked()).isZero();
    assertThat(subscribers.counters().catchUps()).isOne();
    assertThat(ann.keys()).isEmpty();
  }

  /** What comes first waits for a large change, which then leaves the log with all that follow. */
  @Test
  void aReaderThatIsFurtherThanTheOthersMissesNothingEither() {
    subscribe(request("{owner: 'ann'}"));
    pump();
    log.append(inserted(1, "ann", "x".repeat(100_000)));
    append(2, "bob");
    subscribe(request("{owner: 'bob'}"));
    pump();
    assertThat(parked()).isEqualTo(2);

    for (int i = 3; i <= 3 * LOG; i++) {
      log.append(inserted(i, "bob"));
    }
    pump();
    assertThat(parked()).isZero();
    assertThat(subscribers.counters().catchUps()).isEqualTo(2);
  }

  @Test
  void afterARestoreOfTheDatabaseTheLogIsReadOn() {
    KeysSink ann = subscribe(request("{owner: 'ann'}"));
    append(50, "bob");
    append(51, "ann");
    pump();
    // earlier than what was there
    append(10, "bob");
    append(11, "ann");

    assertThat(ann.keys()).containsExactly("51", "11");
    assertThat(parked()).isOne();
  }

  @Test
  void aLargeChangeIsLookedAtElsewhereAndWhatFollowsWaits() {
    KeysSink ann = subscribe(request("{owner: 'ann'}"));
    KeysSink bob = subscribe(request("{owner: 'bob'}"));
    pump();
    log.append(inserted(1, "ann", "x".repeat(100_000)));
    append(2, "bob");
    assertThat(bob.keys()).isEmpty();
    // one that begins now is past it
    KeysSink late = subscribe(request("{owner: 'bob'}"));
    pump();
    append(3, "bob");

    for (int i = 0; i < 10 && !elsewhere.isEmpty(); i++) {
      elsewhere.remove(0).run();
      pump();
    }
    assertThat(ann.keys()).containsExactly("1");
    assertThat(bob.keys()).containsExactly("2", "3");
    assertThat(late.keys()).containsExactly("3");
    assertThat(parked()).isEqualTo(3);
  }

  private int parked() {
    return subscribers.parking().size();
  }

  /** What a reader asks for. */
  private record Wanted(View view, ChangeFilter filter, Protocol protocol, Caller caller) {

    Wanted by(Caller other) {
      return new Wanted(view, filter, protocol, other);
    }

    Wanted over(Protocol other) {
      return new Wanted(view, filter, other, caller);
    }

    SubscribeRequest to(Sink sink) {
      return SubscribeRequest.of(sink, protocol, new V1Format("f"), filter, null)
          .seeing(view)
          .by(caller);
    }
  }

  private static Wanted request(String rows) {
    Query query = Query.parse(BsonDocument.parse(rows));
    return request(View.of(List.of(new Grant(query, FieldMask.ALL))), ChangeFilter.NONE);
  }

  private static Wanted request(View view, ChangeFilter filter) {
    return new Wanted(view, filter, Protocol.WEBSOCKET, Caller.UNKNOWN);
  }

  private KeysSink subscribe(Wanted wanted) {
    return subscribe(new KeysSink(Runnable::run), wanted);
  }

  private KeysSink subscribe(KeysSink sink, Wanted wanted) {
    subscribers.subscribe(wanted.to(sink));
    dispatcher.serveReady();
    return sink;
  }

  private void append(int number, String owner) {
    log.append(inserted(number, owner));
    pump();
  }

  private static LogEntry inserted(int number, String owner) {
    return inserted(number, owner, "");
  }

  private static LogEntry inserted(int number, String owner, String text) {
    return entry(
        number,
        "{operationType: 'insert', documentKey: {_id: %d}, fullDocument: {_id: %d, owner: '%s', text: '%s'}}"
            .formatted(number, number, owner, text));
  }

  private void pump() {
    nanos += SendWindow.LONGEST_PAUSE.toNanos();
    dispatcher.serveReady();
    subscribers.pump(nanos);
    dispatcher.serveReady();
  }
}
