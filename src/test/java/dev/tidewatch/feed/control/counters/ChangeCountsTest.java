package dev.tidewatch.feed.control.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.counters.ChangeCounts.Kind;
import dev.tidewatch.feed.entity.Change;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class ChangeCountsTest {

  private final ChangeCounts counts = new ChangeCounts();

  @Test
  void changesAreCountedByNamespaceAndOperation() {
    count("shop", "orders", "insert");
    count("shop", "orders", "insert");
    count("shop", "orders", "delete");
    count("shop", "items", "insert");

    assertThat(of("shop.orders", "insert")).isEqualTo(2);
    assertThat(of("shop.orders", "delete")).isOne();
    assertThat(of("shop.items", "insert")).isOne();
    assertThat(counts.total()).isEqualTo(4);
  }

  @Test
  void aChangeOfNoNamespaceHasAnEmptyOne() {
    counts.add(
        Change.of(RawBsonDocument.parse("{_id: {_data: '82AA'}, operationType: 'invalidate'}")));

    assertThat(of("", "invalidate")).isOne();
  }

  @Test
  void namespacesAndOperationsBeyondTheFirstShareOneCount() {
    for (int i = 0; i < ChangeCounts.MAX_NAMESPACES + 5; i++) {
      count("shop", "c" + i, "insert");
    }
    count("shop", "c0", "insert");
    for (int i = 0; i < ChangeCounts.MAX_OPERATIONS + 5; i++) {
      count("shop", "c1", "operation" + i);
    }

    assertThat(of("shop.c0", "insert")).isEqualTo(2);
    assertThat(of(ChangeCounts.OTHER, "insert")).isEqualTo(5);
    assertThat(of("shop.c1", ChangeCounts.OTHER)).isEqualTo(6);
    assertThat(counts.total())
        .isEqualTo(ChangeCounts.MAX_NAMESPACES + 6 + ChangeCounts.MAX_OPERATIONS + 5);
  }

  private long of(String namespace, String operation) {
    return counts.counts().get(new Kind(namespace, operation)).sum();
  }

  private void count(String database, String collection, String operation) {
    counts.add(
        Change.of(
            RawBsonDocument.parse(
                "{_id: {_data: '82AA'}, operationType: '%s', ns: {db: '%s', coll: '%s'}}"
                    .formatted(operation, database, collection))));
  }
}
