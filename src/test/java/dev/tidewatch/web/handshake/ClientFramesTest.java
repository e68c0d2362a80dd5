package dev.tidewatch.web.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.testing.network.RawFrame;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFramesTest {

  private final AtomicLong clock = new AtomicLong();
  private final ClientFrames frames = new ClientFrames(clock::get);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 1000, 1024})
  void aMessageOfUpTo1024BytesMayComeAnyNumberOfTimes(int bytes) {
    for (int i = 0; i < 100; i++) {
      assertThat(take(RawFrame.text(bytes))).isTrue();
      assertThat(take(RawFrame.binary(bytes))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1025, 65_535, 65_536, 1L << 31, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE})
  void aLongerMessageIsSeenAtItsHead(long declared) {
    assertThat(take(RawFrame.head(RawFrame.TEXT, true, declared))).isFalse();
    assertThat(new ClientFrames(clock::get).take(head(declared), 0, head(declared).length))
        .isFalse();
  }

  private static byte[] head(long declared) {
    return RawFrame.head(RawFrame.BINARY, true, declared);
  }

  @Test
  void theBytesOfAllPartsCount() {
    assertThat(take(RawFrame.of(RawFrame.TEXT, false, 1000))).isTrue();
    assertThat(take(RawFrame.of(RawFrame.CONTINUATION, false, 24))).isTrue();
    assertThat(take(RawFrame.of(RawFrame.PING, true, 5))).isTrue();
    assertThat(take(RawFrame.of(RawFrame.CONTINUATION, true, 1))).isFalse();
  }

  @Test
  void aMessageBeginsAnew() {
    for (int i = 0; i < 10; i++) {
      assertThat(take(RawFrame.of(RawFrame.TEXT, false, 1000))).isTrue();
      assertThat(take(RawFrame.of(RawFrame.CONTINUATION, true, 24))).isTrue();
    }
  }

  @Test
  void a1024BytesMessageMayHaveAPartForEachByte() {
    assertThat(take(RawFrame.of(RawFrame.TEXT, false, 1))).isTrue();
    for (int i = 1; i < ClientFrames.MAX_BYTES; i++) {
      assertThat(take(RawFrame.of(RawFrame.CONTINUATION, false, 1))).isTrue();
    }
    assertThat(take(RawFrame.of(RawFrame.CONTINUATION, true, 0))).isTrue();
  }

  @Test
  void emptyPartsComeToAnEnd() {
    assertThat(take(RawFrame.of(RawFrame.TEXT, false, 0))).isTrue();
    int parts = 1;
    while (take(RawFrame.of(RawFrame.CONTINUATION, false, 0))) {
      assertThat(++parts).isLessThanOrEqualTo(ClientFrames.MAX_PARTS);
    }
    assertThat(parts).isEqualTo(ClientFrames.MAX_PARTS);
  }

  @Test
  void controlFramesHaveTheirShareOfEachSecond() {
    for (int second = 0; second < 5; second++) {
      for (int i = 0; i < 100; i++) {
        assertThat(take(RawFrame.of(RawFrame.PING, true, 4))).isTrue();
      }
      clock.addAndGet(1_000_000_000L);
    }
    int pings = 0;
    while (take(RawFrame.of(RawFrame.PONG, true, 125))) {
      pings++;
    }
    assertThat(pings).isEqualTo(ClientFrames.MAX_BYTES / 131);
  }

  @Test
  void itDoesNotMatterWhereThePiecesAreCut() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int length : new int[] {0, 125, 126, 1024, 3}) {
      all.writeBytes(RawFrame.text(length));
    }
    all.writeBytes(RawFrame.of(RawFrame.PING, true, 7));
    byte[] bytes = all.toByteArray();
    for (int i = 0; i < bytes.length; i++) {
      assertThat(frames.take(bytes, i, 1)).as("byte " + i).isTrue();
    }
    byte[] tooLong = RawFrame.head(RawFrame.TEXT, true, 1L << 40);
    for (int i = 0; i < tooLong.length - 1; i++) {
      assertThat(frames.take(tooLong, i, 1)).isTrue();
    }
    assertThat(frames.take(tooLong, tooLong.length - 1, 1)).isFalse();
  }

  @Test
  void itMayStartWithinAFrame() {
    assertThat(frames.startWithin(1025)).isFalse();
    assertThat(frames.startWithin(10)).isTrue();
    assertThat(frames.take(new byte[10], 0, 10)).isTrue();
    assertThat(take(RawFrame.text(1025))).isFalse();
  }

  private boolean take(byte[] bytes) {
    return frames.take(bytes, 0, bytes.length);
  }
}
