package dev.tidewatch.feed.control.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipStreamTest {

  /** Of the ten bytes before the first block. */
  private static final int HEADER = 10;

  /** Around what changes how a part is made, and one that takes several blocks. */
  private static final List<Integer> SIZES =
      List.of(
          0,
          1,
          GzipPart.LEAST_BYTES - 1,
          GzipPart.LEAST_BYTES,
          5_000,
          0xFFFF,
          GzipPart.LARGE_BYTES + 1,
          300_000);

  static Stream<Integer> seeds() {
    return new Random(1).ints(40, 0, Integer.MAX_VALUE).boxed();
  }

  /** What a reader has of each message before the next is sent, as a zlib decoder gives it. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyMessageIsDecodedAsSoonAsItComes(int seed) throws DataFormatException {
    GzipStream stream = new GzipStream();
    Inflater decoder = new Inflater(true);
    boolean first = true;
    for (byte[] message : messages(seed)) {
      byte[] sent = stream.next(message, GzipPart.of(message));
      int from = first ? HEADER : 0;
      decoder.setInput(sent, from, sent.length - from);
      byte[] decoded = new byte[message.length + 1];
      int length = 0;
      for (int more = -1; more != 0; length += more) {
        more = decoder.inflate(decoded, length, decoded.length - length);
      }

      assertThat(Arrays.copyOf(decoded, length)).isEqualTo(message);
      first = false;
    }
    decoder.end();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aStreamThatEndsIsAGzipFile(int seed) throws IOException {
    List<byte[]> messages = messages(seed);
    GzipStream stream = new GzipStream();
    ByteBuilder sent = new ByteBuilder(1024);
    messages.forEach(message -> sent.add(stream.next(message, GzipPart.of(message))));
    sent.add(stream.end());

    // checks the length and the checksum
    try (GZIPInputStream decoder = decoder(sent.toByteArray())) {
      assertThat(decoder.readAllBytes()).isEqualTo(ByteBuilder.join(messages));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aStreamThatIsCutLosesNothingThatWasSent(int seed) throws IOException {
    List<byte[]> messages = messages(seed);
    GzipStream stream = new GzipStream();
    ByteBuilder sent = new ByteBuilder(1024);
    messages.forEach(message -> sent.add(stream.next(message, GzipPart.of(message))));
    byte[] all = ByteBuilder.join(messages);

    GZIPInputStream decoder = decoder(sent.toByteArray());

    assertThat(decoder.readNBytes(all.length)).isEqualTo(all);
    assertThatThrownBy(decoder::read).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_023, 1_024, 40_000, 1_000_000})
  void aWholeAnswerIsAGzipFile(int length) throws IOException {
    byte[] answer = text(new Random(length), length);

    byte[] sent = GzipStream.whole(answer, GzipPart.of(answer));

    try (GZIPInputStream decoder = decoder(sent)) {
      assertThat(decoder.readAllBytes()).isEqualTo(answer);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_024, 40_000, 1_000_000})
  void textThatRepeatsBecomesAThirdOfItsSize(int length) {
    assertThat(GzipPart.of(text(new Random(1), length))).hasSizeLessThan(length / 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_023, 1_024, 40_000, 1_000_000})
  void whatCannotBeCompressedHardlyGrows(int length) {
    byte[] noise = new byte[length];
    new Random(1).nextBytes(noise);

    assertThat(GzipPart.of(noise)).hasSizeLessThan(length + 16 + length / 1_000);
  }

  private static GZIPInputStream decoder(byte[] bytes) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(bytes));
  }

  private static List<byte[]> messages(int seed) {
    Random random = new Random(seed);
    List<byte[]> messages = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      int size = SIZES.get(random.nextInt(SIZES.size()));
      byte[] noise = new byte[size];
      random.nextBytes(noise);
      messages.add(random.nextInt(4) == 0 ? noise : text(random, size));
    }
    return messages;
  }

  private static byte[] text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append("event: change\ndata: {\"n\": ").append(random.nextInt(1_000)).append("}\n\n");
    }
    return text.substring(0, length).getBytes(StandardCharsets.UTF_8);
  }
}
