package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.JsonForm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribeParametersTest {

  @Test
  void absentParametersTakeTheirDefaults() {
    SubscribeParameters parameters =
        SubscribeParameters.parse(null, position -> false, View.ALL, name -> List.of());

    assertThat(parameters)
        .isEqualTo(
            new SubscribeParameters(
                null, View.ALL, ChangeFilter.NONE, 65_536, JsonForm.RELAXED, null));
    assertThat(batch("")).isEqualTo(65_536);
  }

  /** So that any number of readers have few bounds among them. */
  @ParameterizedTest
  @CsvSource({
    "1024, 1024",
    "1025, 1024",
    "8192, 8192",
    "10000, 8192",
    "65536, 65536",
    "262143, 131072",
    "262144, 262144",
    "008192, 8192"
  })
  void aBoundIsRoundedDownToAPowerOfTwo(String batch, int bytes) {
    assertThat(batch(batch)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1023",
        "262145",
        "-8192",
        "8192.0",
        "8k",
        " 8192",
        "+8192",
        "1e4",
        "99999999999",
        "٨١٩٢"
      })
  void anInvalidBoundIsRefused(String batch) {
    assertThatThrownBy(() -> batch(batch))
        .isInstanceOfSatisfying(
            BadParameterException.class,
            e -> assertThat(e.reason()).isEqualTo(CloseReason.BAD_BATCH))
        .hasMessage("The parameter batch must be a whole number of bytes from 1024 to 262144.");
  }

  @Test
  void anInvalidPositionIsRefused() {
    assertThatThrownBy(
            () ->
                SubscribeParameters.parse(
                    "rubbish!", position -> false, View.ALL, name -> List.of()))
        .isInstanceOfSatisfying(
            BadParameterException.class,
            e -> assertThat(e.reason()).isEqualTo(CloseReason.BAD_POSITION));
  }

  /** RFC 6455 has room for 123 bytes. */
  @Test
  void everyReasonFitsACloseFrame() {
    for (CloseReason reason : CloseReason.values()) {
      assertThat(reason.text()).hasSizeLessThanOrEqualTo(123);
    }
  }

  private static int batch(String value) {
    return SubscribeParameters.parse(
            null,
            position -> false,
            View.ALL,
            name -> Map.of("batch", List.of(value)).getOrDefault(name, List.of()))
        .maxBytes();
  }
}
