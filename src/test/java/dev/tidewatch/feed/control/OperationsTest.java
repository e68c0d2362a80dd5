package dev.tidewatch.feed.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {

  @Test
  void thoseOfMongoDbAreKnown() {
    Operations.check(Operations.ALL);
    Operations.check(List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"insrt", "Insert", "none", "*", "heartbeat"})
  void anyOtherIsRefusedWithThoseThereAre(String name) {
    assertThatThrownBy(() -> Operations.check(List.of("insert", name)))
        .isInstanceOfSatisfying(
            BadParameterException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(CloseReason.BAD_OPERATION);
              assertThat(e.parameter()).isEqualTo("op");
            })
        .hasMessageContaining("insert, update, replace, delete")
        .hasMessageContaining("and refineCollectionShardKey");
  }

  @Test
  void aPipelineThatShapesChangesMayMakeItsOwn() {
    assertThat(made("[]")).isFalse();
    assertThat(made("[{$match: {operationType: 'insert'}}]")).isFalse();
    assertThat(made("[{$match: {}}, {$set: {operationType: 'paid'}}]")).isTrue();
    assertThat(made("[{$replaceWith: {_id: '$_id', operationType: 'x'}}]")).isTrue();
  }

  private static boolean made(String pipeline) {
    return Operations.mayBeMadeBy(
        BsonArray.parse(pipeline).stream().map(BsonValue::asDocument).toList());
  }
}
