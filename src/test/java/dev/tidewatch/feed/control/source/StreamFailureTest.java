package dev.tidewatch.feed.control.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import dev.tidewatch.config.InvalidSettingException;
import dev.tidewatch.feed.control.source.StreamFailure.Kind;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StreamFailureTest {

  @ParameterizedTest
  @CsvSource({
    "13, Unauthorized, UNAUTHORIZED",
    "260, InvalidResumeToken, BAD_POSITION",
    "280, ChangeStreamFatalError, ID_REMOVED",
    "286, ChangeStreamHistoryLost, HISTORY_LOST",
    "40573, Location40573, STANDALONE",
    "10107, NotWritablePrimary, TRANSIENT",
    "11600, InterruptedAtShutdown, TRANSIENT",
    "10334, BSONObjectTooLarge, OVERSIZED",
    "7182500, Location7182500, OVERSIZED",
    "73, InvalidNamespace, REFUSED",
    "40324, Location40324, REFUSED",
    "50738, Location50738, UNKNOWN"
  })
  void aServersErrorIsToldByItsCode(int code, String name, Kind kind) {
    assertThat(StreamFailure.of(command(code, name), false).kind()).isEqualTo(kind);
  }

  @Test
  void aFatalErrorWhileResumingMeansThatThePipelineChanged() {
    assertThat(StreamFailure.of(command(280, "ChangeStreamFatalError"), true).kind())
        .isEqualTo(Kind.PIPELINE_CHANGED);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aReaderThatIsCaughtUpWaitsOnlyForWhatPassesByItself(Kind kind) {
    assertThat(kind.forReader() == StreamFailure.ForReader.WAIT)
        .isEqualTo(kind == Kind.TRANSIENT || kind == Kind.STANDALONE || kind == Kind.NO_COLLECTION);
    assertThat(kind.isFinal() && kind.forReader() != StreamFailure.ForReader.END).isFalse();
  }

  @Test
  void anUnknownErrorIsReportedByItsNameOrCode() {
    StreamFailure error = StreamFailure.of(new StackOverflowError(), false);

    assertThat(error.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(error.sentence("host:1")).contains("StackOverflowError", "host:1");
    assertThat(StreamFailure.of(command(99999, ""), false).sentence("host:1")).contains("99999");
  }

  @Test
  void aServersOwnLabelMeansThatItPasses() {
    MongoException labelled = command(99999, "New");
    labelled.addLabel("ResumableChangeStreamError");

    assertThat(StreamFailure.of(labelled, false).kind()).isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void aServerThatIsAwayComesBack() {
    assertThat(StreamFailure.of(new MongoTimeoutException("no server"), false).kind())
        .isEqualTo(Kind.TRANSIENT);
    assertThat(
            StreamFailure.of(new MongoSocketReadException("cut", new ServerAddress()), false)
                .kind())
        .isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void wrongCredentialsAndSettingsNeedAnOperator() {
    MongoCredential credential =
        MongoCredential.createCredential("user", "admin", "secret".toCharArray());

    StreamFailure refused =
        StreamFailure.of(new MongoSecurityException(credential, "secret"), false);
    StreamFailure setting = StreamFailure.of(new InvalidSettingException("Invalid ns"), false);

    assertThat(refused.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(refused.sentence("host:1")).contains("host:1", "tidewatch.mongo");
    assertThat(setting.kind()).isEqualTo(Kind.MISCONFIGURED);
    assertThat(setting.sentence("host:1")).isEqualTo("Invalid ns");
  }

  @Test
  void noSentenceHoldsTheDriversMessage() {
    for (int code : new int[] {13, 260, 286, 10334, 40573, 10107, 40324, 50738}) {
      StreamFailure failure = StreamFailure.of(command(code, "Name"), false);

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
