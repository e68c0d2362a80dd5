package dev.tidewatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import java.io.IOException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Errors of the driver that no test can bring about at will. */
class ResumableTest {

  private static final ServerAddress SERVER = new ServerAddress();

  @Test
  void aNetworkErrorIsOneWhereverTheDriverNoticesIt() {
    assertThat(Resumable.is(new MongoSocketOpenException("", SERVER, new IOException()))).isTrue();
    assertThat(Resumable.is(new MongoSocketReadTimeoutException("", SERVER, new IOException())))
        .isTrue();
    assertThat(Resumable.is(new MongoTimeoutException("no server can be selected"))).isTrue();
  }

  @Test
  void aLostCursorIsKnownByItsClassOrItsCode() {
    BsonDocument reply = reply(43);

    assertThat(Resumable.is(new MongoCursorNotFoundException(1, reply, SERVER))).isTrue();
    assertThat(Resumable.is(new MongoCommandException(reply, SERVER))).isTrue();
  }

  @Test
  void aLabelIsEnoughAndIsNeeded() {
    MongoException error = new MongoNotPrimaryException(reply(10107), SERVER);
    assertThat(Resumable.is(error)).isFalse();

    error.addLabel("ResumableChangeStreamError");

    assertThat(Resumable.is(error)).isTrue();
  }

  @Test
  void nothingElseIs() {
    assertThat(Resumable.is(new MongoInterruptedException("", new InterruptedException())))
        .isFalse();
    assertThat(Resumable.is(new MongoClientException(""))).isFalse();
    assertThat(Resumable.is(new MongoConfigurationException(""))).isFalse();
    assertThat(Resumable.is(new MongoCommandException(reply(286), SERVER))).isFalse();
    assertThat(Resumable.is(new IllegalStateException("state should be: open"))).isFalse();
  }

  private static BsonDocument reply(int code) {
    return BsonDocument.parse("{ok: 0, errmsg: '', code: " + code + "}");
  }
}
