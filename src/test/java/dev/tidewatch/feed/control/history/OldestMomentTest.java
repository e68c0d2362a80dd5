package dev.tidewatch.feed.control.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.ServerAddress;
import dev.tidewatch.feed.control.log.ChangeLog;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.control.source.StreamOpening;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;

class OldestMomentTest {

  private static final Duration PATIENCE = Duration.ofMillis(20);
  private static final int SECOND = 1_795_000_000;

  private final ChangeLog log = new ChangeLog(10, 1 << 20);
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private BsonTimestamp begin = new BsonTimestamp(SECOND, 0);
  private int code = 286;
  private int attempts;

  @Test
  void nothingIsLookedUpBeforeSomebodyAsksAndBeforeTheWatchHasBegun() {
    OldestMoment oldest = moment();

    assertThat(oldest.get(PATIENCE)).isEmpty();
    assertThat(tasks).isEmpty();

    advance();
    assertThat(tasks).isEmpty();
    assertThat(attempts).isZero();
  }

  @Test
  void aCallerWaitsAtMostForItsPatienceAndAResultServesTheNextOnes() {
    advance();
    OldestMoment oldest = moment();

    assertThat(oldest.get(PATIENCE)).isEmpty();
    assertThat(oldest.get(PATIENCE)).isEmpty();
    assertThat(tasks).hasSize(1);
    tasks.remove().run();

    assertThat(oldest.get(PATIENCE)).contains(Instant.ofEpochSecond(SECOND));
    int before = attempts;
    assertThat(oldest.get(PATIENCE)).contains(Instant.ofEpochSecond(SECOND));
    assertThat(tasks).isEmpty();
    assertThat(attempts).isEqualTo(before).isPositive();
  }

  /** Readers begin at whole seconds, and one that begins too early gets a gap. */
  @Test
  void aSecondThatMongoHasInPartIsNotIt() {
    begin = new BsonTimestamp(SECOND, 4);
    advance();

    assertThat(now().get(PATIENCE)).contains(Instant.ofEpochSecond(SECOND + 1));
  }

  @Test
  void whatMongoDoesNotTellIsUnknown() {
    code = 13;
    advance();

    assertThat(now().get(PATIENCE)).isEmpty();
  }

  @Test
  void aServerThatLostNothingAndComesToNoEventLeavesItUnknown() {
    begin = new BsonTimestamp(0, 0);
    advance();

    assertThat(now().get(PATIENCE)).isEmpty();
    assertThat(attempts).isEqualTo(2);
  }

  private void advance() {
    log.advance(Position.ofTime(new BsonTimestamp(SECOND + 1000, 1), null));
  }

  private OldestMoment moment() {
    return new OldestMoment(log, new FeedStreamFactory(this::open), tasks::add);
  }

  private OldestMoment now() {
    return new OldestMoment(log, new FeedStreamFactory(this::open), Runnable::run);
  }

  private ChangeStream open(StreamOpening opening) {
    attempts++;
    if (opening.after().clusterTime().orElseThrow().compareTo(begin) < 0) {
      throw new MongoCommandException(
          BsonDocument.parse("{ok: 0, code: " + code + ", codeName: 'X', errmsg: 'x'}"),
          new ServerAddress());
    }
    throw new MongoExecutionTimeoutException(50, "operation exceeded time limit");
  }
}
