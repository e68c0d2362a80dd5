package dev.tidewatch.feed.control.history;

import static dev.tidewatch.feed.control.log.Entries.position;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.ServerAddress;
import dev.tidewatch.feed.control.delivery.ManualScheduler;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.format.HtmlFormat;
import dev.tidewatch.feed.control.index.ServerFilter;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read, for whom and how often; the tasks are run by hand. */
class CatchUpTest {

  private static final int READERS = 200;
  private static final int END = 2_000_000;

  private final ManualScheduler schedule = new ManualScheduler();
  private final ChangeLog log = new ChangeLog(10, 1 << 20);
  private final List<Position> attempts = new ArrayList<>();
  private final List<List<BsonDocument>> filters = new ArrayList<>();
  private final Map<Position, CatchUpResult> results = new TreeMap<>();
  private Function<Position, MongoException> failure = position -> away();
  private final CatchUp catchUp =
      new CatchUp(
          log,
          new FeedStreamFactory(
              opening -> {
                attempts.add(opening.after());
                filters.add(opening.firstStages());
                throw failure.apply(opening.after());
              }),
          schedule);

  @Test
  void nothingIsReadForReadersThatHaveLeft() {
    List<CatchUpRequest> requests = new ArrayList<>();
    for (int n = 0; n < READERS; n++) {
      requests.add(read(n));
    }
    schedule.run(3);
    int before = attempts.size();

    requests.forEach(CatchUpRequest::cancel);

    assertThat(catchUp.waiting()).isZero();
    assertThat(schedule.run(1000)).isLessThan(10);
    assertThat(attempts).hasSize(before);
    assertThat(results).isEmpty();
  }

  @Test
  void whileTheDatabaseIsAwayOneAttemptIsMadeForAllThatWait() {
    for (int n = 0; n < READERS; n++) {
      read(n);
    }

    schedule.run(20);

    assertThat(attempts.size()).isBetween(2, 10);
    assertThat(schedule.size()).isOne();
    assertThat(catchUp.waiting()).isEqualTo(READERS);
  }

  @Test
  void aReaderWhosePositionAlwaysFailsDelaysNoOther() {
    failure = position -> position.equals(position(1)) ? error(11600) : error(260);
    read(1);
    read(2);
    read(3);

    schedule.run(10);

    assertThat(results.keySet()).containsExactly(position(2), position(3));
    assertThat(catchUp.waiting()).isOne();
  }

  @Test
  void aReaderWhosePositionFailsForGoodIsRefused() {
    failure = position -> error(1234567);
    read(1);

    schedule.run(10);

    assertThat(catchUp.waiting()).isZero();
    assertThat(results)
        .containsExactly(Map.entry(position(1), new CatchUpResult.Refused(CloseReason.FAILED)));
  }

  @Test
  void aLostPositionIsAGapForAllEarlierOnesToo() {
    log.advance(position(END));
    failure = position -> error(286);
    Random random = new Random(7);
    // all but the last few wait while the first is read
    for (int n = 0; n < 1000; n++) {
      read(1 + random.nextInt(END - 1));
    }

    schedule.run(1000);

    assertThat(catchUp.waiting()).isZero();
    assertThat(attempts.size()).isLessThan(100);
    results.forEach(
        (after, result) -> {
          Gap gap = ((CatchUpResult.Entries) result).gaps().get(0);
          assertThat(gap).isEqualTo(new Gap(Gap.Reason.HISTORY_LOST, after, position(END)));
        });
    assertThat(results.size()).isGreaterThan(990);
  }

  @Test
  void anInvalidPositionIsRefusedToItsReadersAlone() {
    failure = position -> position.equals(position(5)) ? error(260) : away();
    read(5);
    read(5);
    read(7);

    schedule.run(10);

    assertThat(results).containsOnlyKeys(position(5));
    assertThat(results.get(position(5))).isInstanceOf(CatchUpResult.Refused.class);
    assertThat(catchUp.waiting()).isOne();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServerThatStopsMayRefuseInAnyWay(boolean inItsOwn) {
    schedule.refusal =
        inItsOwn ? new IllegalStateException("stopping") : new RejectedExecutionException();

    read(1);
    catchUp.tend(System.nanoTime());
    catchUp.close();

    assertThat(attempts).isEmpty();
    assertThat(catchUp.waiting()).isZero();
  }

  @Test
  void oneClientsReadersDoNotTakeAllCursors() {
    failure = position -> error(260);
    int apart = (int) HistoryRead.NEAR_SECONDS + 1;
    for (int n = 1; n <= 50; n++) {
      read(n * apart);
    }
    Position others = position(100 * apart);
    read(others, "192.0.2.2");

    schedule.run(CatchUp.MAX_READS + 1);

    assertThat(attempts).hasSize(CatchUp.MAX_READS + 1).contains(others);
  }

  @Test
  void fewFiltersAreReadWithAndTheOthersTogether() {
    failure = position -> error(260);
    for (int n = 0; n < READERS; n++) {
      read(position(n), filter("" + n % 20));
    }

    schedule.run(1000);

    Set<List<BsonDocument>> used = new HashSet<>(filters);
    assertThat(used).contains(List.of()).hasSize(CatchUp.MAX_FILTERS + 1);
    assertThat(catchUp.waiting()).isZero();
  }

  @Test
  void whatCannotBeSelectedIsReadAsAWhole() {
    failure = position -> filters.get(filters.size() - 1).isEmpty() ? error(260) : error(2);
    read(position(1), filter("1"));

    schedule.run(1);

    assertThat(filters).hasSizeGreaterThan(1).endsWith(List.of());
    assertThat(results.get(position(1))).isInstanceOf(CatchUpResult.Refused.class);
  }

  private static ServerFilter filter(String key) {
    return ServerFilter.of(ChangeFilter.of(List.of(), List.of(), List.of(key)), View.ALL);
  }

  private CatchUpRequest read(Position after, ServerFilter wanted) {
    return catchUp.read(
        after, wanted, HtmlFormat.INSTANCE, "192.0.2.1", result -> results.put(after, result));
  }

  private CatchUpRequest read(int number) {
    return read(position(number), "192.0.2.1");
  }

  private CatchUpRequest read(Position after, String client) {
    return catchUp.read(
        after, null, HtmlFormat.INSTANCE, client, result -> results.put(after, result));
  }

  private static MongoException away() {
    return new MongoSocketOpenException("no", new ServerAddress(), new IOException());
  }

  private static MongoException error(int code) {
    return new MongoCommandException(
        BsonDocument.parse("{ok: 0, code: " + code + ", codeName: 'X', errmsg: 'x'}"),
        new ServerAddress());
  }
}
