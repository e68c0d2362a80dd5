package dev.tidewatch.feed.control.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketFrameTest {

  @ParameterizedTest
  @CsvSource({
    "0, 81 00",
    "125, 81 7D",
    "126, 81 7E 00 7E",
    "65535, 81 7E FF FF",
    "65536, 81 7F 00 00 00 00 00 01 00 00"
  })
  void theHeadTellsTheLengthInTheShortestForm(int length, String head) {
    byte[] frame = WebSocketFrame.of("x".repeat(length));

    byte[] expected = new byte[head.split(" ").length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) Integer.parseInt(head.split(" ")[i], 16);
    }
    assertThat(frame).startsWith(expected).hasSize(expected.length + length);
  }

  @Test
  void thePayloadIsUtf8() {
    byte[] frame = WebSocketFrame.of("é😀");

    byte[] payload = new byte[frame.length - 2];
    ByteBuffer.wrap(frame).position(2).get(payload);
    assertThat(new String(payload, StandardCharsets.UTF_8)).isEqualTo("é😀");
    assertThat(frame[1]).isEqualTo((byte) 6);
  }
}
