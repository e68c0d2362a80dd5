package dev.tidewatch.feed.entity;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/**
 * The parts of a resume token's data, a KeyString: cluster time, version, token type, index in the
 * transaction, whether it is an invalidate's, collection, and what identifies the event, which is
 * its document key and since version 2 its operation too.
 *
 * @see <a
 *     href="https://github.com/mongodb/mongo/blob/r7.0.15/src/mongo/db/pipeline/resume_token.h">
 *     MongoDB's resume_token.h</a>, and key_string.cpp for the types' bytes
 */
final class TokenParts {

  private static final String TIMESTAMP_TYPE = "82";
  private static final int TIME_END = 18;

  private static final int ZERO = 0x29;
  private static final int ONE_BYTE_NUMBER = 0x2B;
  private static final int EIGHT_BYTE_NUMBER = 0x32;
  private static final int STRING = 0x3C;
  private static final int OBJECT = 0x46;
  private static final int BINARY = 0x5A;
  private static final int FALSE = 0x6E;
  private static final int TRUE = 0x6F;
  private static final int NULL = 0x14;
  private static final int LONG_BINARY = 0xFF;

  private static final String VERSION_1 = "2B02";
  private static final String MARK = "29296E";
  private static final String END = "04";
  private static final String AFTER_ALL = "FF";
  private static final String OPERATION_TYPE =
      HexFormat.of().withUpperCase().formatHex("operationType".getBytes(StandardCharsets.US_ASCII))
          + "00";

  /** The operations whose events have no document key, in hexadecimal digits. */
  private static final Set<String> OF_COLLECTIONS =
      Set.of(hex("drop"), hex("dropDatabase"), hex("rename"), hex("invalidate"));

  private final String data;
  private int at = TIME_END;

  private TokenParts(String data) {
    this.data = data;
  }

  private static String hex(String text) {
    return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether there may be a document key; also true of what cannot be read. */
  static boolean holdsKey(String data) {
    if (data.length() <= TIME_END) {
      return !data.startsWith(TIMESTAMP_TYPE);
    }
    int end = endOfPlace(data);
    if (end < 0) {
      return true;
    }
    String rest = data.substring(end);
    return !rest.equals(END) && !rest.equals(AFTER_ALL) && !isOfCollection(data, end);
  }

  /** Whether what identifies the event begins with an operation that has no document key. */
  private static boolean isOfCollection(String data, int begin) {
    String start =
        HexFormat.of().withUpperCase().toHexDigits((byte) OBJECT)
            + HexFormat.of().withUpperCase().toHexDigits((byte) STRING)
            + OPERATION_TYPE
            + HexFormat.of().withUpperCase().toHexDigits((byte) STRING);
    if (!data.startsWith(start, begin)) {
      return false;
    }
    int from = begin + start.length();
    int to = from;
    while (to + 2 <= data.length() && !data.startsWith("00", to)) {
      to += 2;
    }
    return data.startsWith("00", to) && OF_COLLECTIONS.contains(data.substring(from, to));
  }

  /** The high-water mark of a token's time and version, or of version 1 if that is unknown. */
  static String highWaterMark(String data) {
    if (!data.startsWith(TIMESTAMP_TYPE) || data.length() < TIME_END) {
      // before every position
      return TIMESTAMP_TYPE;
    }
    TokenParts parts = new TokenParts(data);
    boolean known = parts.number();
    String version = known ? data.substring(TIME_END, parts.at) : VERSION_1;
    String collection = version.equals(VERSION_1) ? "" : "14";
    return data.substring(0, TIME_END) + version + MARK + collection + END;
  }

  /** The index after the collection, where the event's identifier begins; -1 if it is unknown. */
  static int endOfPlace(String data) {
    if (!data.startsWith(TIMESTAMP_TYPE) || data.length() <= TIME_END || data.length() % 2 != 0) {
      return -1;
    }
    TokenParts parts = new TokenParts(data);
    boolean readable =
        parts.number() && parts.number() && parts.number() && parts.flag() && parts.collection();
    return readable ? parts.at : -1;
  }

  /** Passes over a whole number that is not negative. */
  private boolean number() {
    int type = next();
    if (type == ZERO) {
      return true;
    }
    return type >= ONE_BYTE_NUMBER && type <= EIGHT_BYTE_NUMBER && skip(type - ONE_BYTE_NUMBER + 1);
  }

  private boolean flag() {
    int type = next();
    return type == FALSE || type == TRUE;
  }

  /** Passes over a UUID, or over null; a token may also end here. */
  private boolean collection() {
    int type = next();
    if (type == BINARY) {
      int length = next();
      // the subtype's byte comes before the content
      return length >= 0 && length != LONG_BINARY && skip(length + 1);
    }
    if (type != NULL) {
      at -= 2;
    }
    return true;
  }

  private boolean skip(int bytes) {
    at += 2 * bytes;
    return at <= data.length();
  }

  /** The next byte; -1 at the end. */
  private int next() {
    at += 2;
    return at > data.length() ? -1 : Integer.parseInt(data, at - 2, at, 16);
  }
}
