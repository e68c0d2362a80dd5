package dev.tidewatch.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code @@NUMBER:MICROS@@}, in each document that is inserted: the change's number from 0, and
 * when it was inserted, in microseconds of the epoch. However a server wraps, escapes or batches
 * changes, their markers can be found in what it sends.
 */
final class Marker {

  private static final Pattern PATTERN = Pattern.compile("@@\\d+:\\d+@@");
  private static final byte AT = '@';
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long ATS = ONES * AT;

  /** Who hears of each marker that is found. */
  interface Visitor {
    void marker(int number, long micros);
  }

  private Marker() {}

  static String now(int number) {
    return "@@" + number + ":" + micros() + "@@";
  }

  /** The clock's, since the epoch. */
  static long micros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  /** What a message has around its markers: one part more than it has markers. */
  static List<String> around(byte[] message) {
    return List.of(PATTERN.split(new String(message, StandardCharsets.UTF_8), -1));
  }

  /**
   * Finds every marker, in order. Eight bytes are looked at in one step: who measures shares the
   * machine with what is measured.
   */
  static void find(ByteBuffer bytes, int from, int to, Visitor visitor) {
    int i = from;
    while (i < to) {
      int plain = i + Long.BYTES <= to ? plain((long) LONGS.get(bytes, i)) : 0;
      if (plain > 0) {
        i += plain;
      } else {
        i = bytes.get(i) == AT ? at(bytes, i, to, visitor) : i + 1;
      }
    }
  }

  /** How many of eight bytes come before the first at sign. */
  private static int plain(long eight) {
    long others = eight ^ ATS;
    return Long.numberOfTrailingZeros((others - ONES) & ~others & HIGHS) / Byte.SIZE;
  }

  /** Returns where to look on. */
  private static int at(ByteBuffer bytes, int start, int to, Visitor visitor) {
    if (start + 1 >= to || bytes.get(start + 1) != AT) {
      return start + 1;
    }
    int colon = pastDigits(bytes, start + 2, to);
    if (colon == start + 2 || colon >= to || bytes.get(colon) != ':') {
      return start + 1;
    }
    int end = pastDigits(bytes, colon + 1, to);
    if (end == colon + 1 || end + 1 >= to || bytes.get(end) != AT || bytes.get(end + 1) != AT) {
      return start + 1;
    }
    visitor.marker((int) number(bytes, start + 2, colon), number(bytes, colon + 1, end));
    return end + 2;
  }

  private static int pastDigits(ByteBuffer bytes, int from, int to) {
    int i = from;
    while (i < to && bytes.get(i) >= '0' && bytes.get(i) <= '9') {
      i++;
    }
    return i;
  }

  private static long number(ByteBuffer bytes, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + bytes.get(i) - '0';
    }
    return number;
  }
}
