package dev.tidewatch.feed.control.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.ServerAddress;
import dev.tidewatch.stream.ChangeStream;
import java.io.IOException;
import java.util.Random;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server whose history begins somewhere. */
class OldestHistoryTest {

  private static final BsonTimestamp EPOCH = new BsonTimestamp(1, 0);
  private static final BsonTimestamp LATEST = new BsonTimestamp(1_795_000_000, 12);

  private final OldestHistory oldest = new OldestHistory(new FeedStreamFactory(this::open));
  private BsonTimestamp begin;
  private boolean away;
  private int attempts;

  @BeforeEach
  void reset() {
    attempts = 0;
  }

  @Test
  void itIsFoundToTheEvent() {
    Random random = new Random(11);
    for (int i = 0; i < 50; i++) {
      begin = new BsonTimestamp(2 + random.nextInt(1_794_999_000), 1 + random.nextInt(5000));
      attempts = 0;

      assertThat(new OldestHistory(new FeedStreamFactory(this::open)).find(EPOCH, LATEST))
          .isEqualTo(begin);
      assertThat(attempts).isLessThan(66);
    }
  }

  @Test
  void askedAgainItNeedsOneAttemptAsLongAsTheServerStillHasIt() {
    begin = new BsonTimestamp(1_794_000_000, 3);
    oldest.find(EPOCH, LATEST);
    attempts = 0;

    assertThat(oldest.find(new BsonTimestamp(1_793_000_000, 0), LATEST)).isEqualTo(begin);
    assertThat(attempts).isOne();

    begin = new BsonTimestamp(1_794_000_100, 8);
    assertThat(oldest.find(EPOCH, LATEST)).isEqualTo(begin);
  }

  @Test
  void itIsNeverLaterThanAskedFor() {
    begin = new BsonTimestamp(1_795_000_001, 0);

    assertThat(oldest.find(EPOCH, LATEST)).isEqualTo(LATEST);
    assertThat(attempts).isOne();
  }

  @Test
  void aServerThatIsAwayCannotTell() {
    away = true;

    assertThatThrownBy(() -> oldest.find(EPOCH, LATEST))
        .isInstanceOf(MongoSocketOpenException.class);
  }

  private ChangeStream open(StreamOpening opening) {
    attempts++;
    assertThat(opening.byTime()).isTrue();
    assertThat(opening.bare()).isTrue();
    assertThat(opening.limit()).isNotNull();
    if (away) {
      throw new MongoSocketOpenException("no", new ServerAddress(), new IOException());
    }
    if (opening.after().clusterTime().orElseThrow().compareTo(begin) < 0) {
      throw new MongoCommandException(
          BsonDocument.parse("{ok: 0, code: 286, codeName: 'ChangeStreamHistoryLost'}"),
          new ServerAddress());
    }
    // it has the time, and does not come to an event soon
    throw new MongoExecutionTimeoutException(50, "operation exceeded time limit");
  }
}
