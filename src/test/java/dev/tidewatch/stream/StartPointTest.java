package dev.tidewatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;

/** What no server shows: it has a token to tell from the first reply on. */
class StartPointTest {

  private static final BsonTimestamp GIVEN = new BsonTimestamp(1, 1);
  private static final BsonTimestamp OPENED = new BsonTimestamp(2, 1);
  private static final BsonDocument TOKEN = new BsonDocument("_data", new BsonString("t"));

  @Test
  void withoutATokenItIsTheOperationTimeThatWasGiven() {
    StartPoint start = new StartPoint(null, null, GIVEN);

    assertThat(start.resumeAt(null, false, OPENED)).isEqualTo(start);
    assertThat(start.resumeAt(TOKEN, false, OPENED)).isEqualTo(new StartPoint(TOKEN, null, null));
  }

  @Test
  void withoutATokenAndAnOperationTimeItIsWhenTheStreamOpened() {
    assertThat(new StartPoint(null, null, null).resumeAt(null, false, OPENED))
        .isEqualTo(new StartPoint(null, null, OPENED));
  }
}
