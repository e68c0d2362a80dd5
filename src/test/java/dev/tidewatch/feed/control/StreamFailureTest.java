package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import dev.tidewatch.feed.control.StreamFailure.Kind;
import dev.tidewatch.mongo.InvalidSettingException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamFailureTest {

  @ParameterizedTest
  @CsvSource({
    "13, Unauthorized, UNAUTHORIZED",
    "260, InvalidResumeToken, BAD_POSITION",
    "280, ChangeStreamFatalError, HISTORY_LOST",
    "286, ChangeStreamHistoryLost, HISTORY_LOST",
    "40573, Location40573, STANDALONE",
    "10107, NotWritablePrimary, TRANSIENT",
    "11600, InterruptedAtShutdown, TRANSIENT",
    "73, InvalidNamespace, REFUSED",
    "40324, Location40324, REFUSED",
    "50738, Location50738, UNKNOWN"
  })
  void aServersErrorIsToldByItsCode(int code, String name, Kind kind) {
    assertThat(StreamFailure.of(command(code, name)).kind()).isEqualTo(kind);
  }

  @Test
  void aServersOwnLabelMeansThatItPasses() {
    MongoException labelled = command(99999, "New");
    labelled.addLabel("ResumableChangeStreamError");

    assertThat(StreamFailure.of(labelled).kind()).isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void aServerThatIsAwayComesBack() {
    assertThat(StreamFailure.of(new MongoTimeoutException("no server")).kind())
        .isEqualTo(Kind.TRANSIENT);
    assertThat(StreamFailure.of(new MongoSocketReadException("cut", new ServerAddress())).kind())
        .isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void wrongCredentialsAndSettingsAreForPeople() {
    MongoCredential credential =
        MongoCredential.createCredential("user", "admin", "secret".toCharArray());

    StreamFailure refused = StreamFailure.of(new MongoSecurityException(credential, "secret"));
    StreamFailure setting = StreamFailure.of(new InvalidSettingException("Invalid ns"));

    assertThat(refused.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(refused.sentence("host:1")).contains("host:1", "tidewatch.mongo");
    assertThat(setting.kind()).isEqualTo(Kind.MISCONFIGURED);
    assertThat(setting.sentence("host:1")).isEqualTo("Invalid ns");
  }

  @Test
  void noSentenceHoldsTheDriversMessage() {
    for (int code : new int[] {13, 260, 286, 40573, 10107, 40324, 50738}) {
      StreamFailure failure = StreamFailure.of(command(code, "Name"));

      assertThat(failure.sentence("host:1")).contains("host:1").doesNotContain("secret");
    }
  }

  private static MongoCommandException command(int code, String name) {
    BsonDocument reply =
        BsonDocument.parse(
            "{ok: 0, errmsg: 'secret', code: " + code + ", codeName: '" + name + "'}");
    return new MongoCommandException(reply, new ServerAddress());
  }
}
