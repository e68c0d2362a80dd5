package dev.tidewatch.feed.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.feed.control.CloseReason;
import org.junit.jupiter.api.Test;

class ControlFrameTest {

  @Test
  void aCloseCarriesItsCodeAndReason() {
    assertThat(ControlFrame.close(1008, "é")).containsExactly(0x88, 4, 0x03, 0xf0, 0xc3, 0xa9);
  }

  @Test
  void everyReasonFits() {
    for (CloseReason reason : CloseReason.values()) {
      assertThat(ControlFrame.close(reason.code(), reason.text())[1])
          .isBetween((byte) 2, (byte) 125);
    }
    assertThatThrownBy(() -> ControlFrame.close(1008, "x".repeat(124)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
