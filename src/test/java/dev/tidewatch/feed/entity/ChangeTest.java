package dev.tidewatch.feed.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class ChangeTest {

  @Test
  void anInsertTellsWhatWhereAndWhen() {
    Change change =
        of(
            "operationType: 'insert', clusterTime: {$timestamp: {t: 1700000000, i: 1}},"
                + " wallTime: {$date: '2026-11-21T03:39:31.164Z'}, ns: {db: 'a', coll: 'b.c'},"
                + " documentKey: {_id: 7}");

    assertThat(change.operationType()).isEqualTo("insert");
    assertThat(change.namespace()).contains("a.b.c");
    assertThat(change.documentId()).contains(new BsonInt32(7));
    assertThat(change.time()).contains(Instant.parse("2026-11-21T03:39:31.164Z"));
  }

  @Test
  void withoutAWallTimeTheClusterTimeIsTaken() {
    Change change = of("operationType: 'x', clusterTime: {$timestamp: {t: 1700000000, i: 1}}");

    assertThat(change.time()).contains(Instant.ofEpochSecond(1_700_000_000));
  }

  @Test
  void aDatabasesChangeHasItsNameAlone() {
    assertThat(of("operationType: 'dropDatabase', ns: {db: 'a'}").namespace()).contains("a");
  }

  @Test
  void missingFieldsAndUnknownShapesAreNoError() {
    Change change = of("ns: 'odd', documentKey: 1, wallTime: 'never', clusterTime: 2");

    assertThat(change.operationType()).isEqualTo("unknown");
    assertThat(change.namespace()).isEmpty();
    assertThat(change.documentId()).isEmpty();
    assertThat(change.time()).isEmpty();
  }

  private static Change of(String fields) {
    return Change.of(RawBsonDocument.parse("{_id: {_data: '82AB'}, " + fields + "}"));
  }
}
