package dev.tidewatch.feed.control.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.feed.entity.CloseReason;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationTypesTest {

  @Test
  void thoseOfMongoDbAreKnown() {
    OperationTypes.check(OperationTypes.ALL);
    OperationTypes.check(List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"insrt", "Insert", "none", "*", "heartbeat"})
  void anyOtherIsRefusedWithThoseThereAre(String name) {
    assertThatThrownBy(() -> OperationTypes.check(List.of("insert", name)))
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
    return OperationTypes.mayBeMadeBy(
        BsonArray.parse(pipeline).stream().map(BsonValue::asDocument).toList());
  }
}
