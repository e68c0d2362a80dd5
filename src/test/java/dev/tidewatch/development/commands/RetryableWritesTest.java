package dev.tidewatch.development.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryableWritesTest {

  private final RetryableWrites writes = new RetryableWrites();
  private final AtomicInteger happened = new AtomicInteger();
  private final UUID session = UUID.randomUUID();

  @Test
  void aWriteThatIsSentAgainHappensOnceAndIsAnsweredAsBefore() {
    Document first = write(session, 1L);

    Document second = write(session, 1L);

    assertThat(happened).hasValue(1);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void theNextWriteOfASessionHappens() {
    write(session, 1L);
    write(session, 2L);

    assertThat(happened).hasValue(2);
  }

  @Test
  void writesOfTwoSessionsHappenBoth() {
    write(session, 1L);
    write(UUID.randomUUID(), 1L);

    assertThat(happened).hasValue(2);
  }

  @Test
  void aWriteWithoutANumberAlwaysHappens() {
    write(session, null);
    write(session, null);

    assertThat(happened).hasValue(2);
  }

  @Test
  void anOlderWriteIsRefused() {
    write(session, 2L);

    assertThatThrownBy(() -> write(session, 1L)).hasMessageContaining("newer write");
    assertThat(happened).hasValue(1);
  }

  private Document write(UUID lsid, Long number) {
    Document command = new Document("insert", "c").append("lsid", new Document("id", lsid));
    command.putIfNotNull("txnNumber", number);
    return writes.once(command, () -> new Document("n", happened.incrementAndGet()));
  }
}
