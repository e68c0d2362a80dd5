package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterBoundsTest {

  @ParameterizedTest
  @ValueSource(strings = {"op", "ns", "key"})
  void aFilterTakesAHundredValuesOf4096Bytes(String name) {
    assertThat(parse(name, Collections.nCopies(100, "x".repeat(4096)))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"op", "ns", "key"})
  void moreIsRefusedByItsName(String name) {
    refuses(name, Collections.nCopies(101, "x"));
    refuses(name, List.of("x".repeat(4097)));
    // three bytes each
    refuses(name, List.of("€".repeat(1366)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"op", "ns", "changed"})
  void theItemsOfAListCountEach(String name) {
    assertThat(parse(name, List.of("x,".repeat(99) + "x"))).isNotNull();
    refuses(name, List.of("x,".repeat(99) + "x", "x"));
  }

  private static void refuses(String name, List<String> values) {
    assertThatThrownBy(() -> parse(name, values))
        .isInstanceOfSatisfying(
            BadParameterException.class,
            e -> assertThat(e.reason()).isEqualTo(CloseReason.TOO_LONG_FILTER))
        .hasMessageContaining(name)
        .hasMessageContaining("100 values");
  }

  private static SubscribeParameters parse(String name, List<String> values) {
    return SubscribeParameters.parse(
        null, position -> false, View.ALL, asked -> asked.equals(name) ? values : List.of());
  }
}
