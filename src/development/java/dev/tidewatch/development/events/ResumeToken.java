package dev.tidewatch.development.events;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A place in the oplog. Its text sorts as the stream does, and begins as a real server's does: type
 * byte, then the cluster time. A high water mark stands before the entry of the same time, an
 * invalidate after it.
 *
 * @param time seconds since 1970 in the upper half, a counter in the lower: unique per entry
 */
public record ResumeToken(long time, Kind kind) implements Comparable<ResumeToken> {

  /** What stands there; in the order of the tokens of one time. */
  public enum Kind {
    HIGH_WATER_MARK("2B0429296E1404"),
    EVENT("2B042C0100296E04"),
    INVALIDATE("2B042C0100296F04"),
    /** A token that another server made: only its time can be read. */
    FOREIGN("");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  private static final String TIMESTAMP_TYPE = "82";
  private static final int TIME_END = 18;

  public static ResumeToken highWaterMark(long time) {
    return new ResumeToken(time, Kind.HIGH_WATER_MARK);
  }

  public static ResumeToken event(long time) {
    return new ResumeToken(time, Kind.EVENT);
  }

  /** The token of the invalidate that follows the event here. */
  public ResumeToken invalidate() {
    return new ResumeToken(time, Kind.INVALIDATE);
  }

  /** Reads a client's token; refuses what is none, with a real server's codes. */
  public static ResumeToken parse(Document token) {
    if (!(token.get("_data") instanceof String data)) {
      throw new CommandError(
          40647,
          "Location40647",
          "Bad resume token: _data of missing or of wrong type. Expected string, got " + token);
    }
    if (data.isEmpty()) {
      throw new CommandError(40649, "Location40649", "invalid empty resume token");
    }
    String hex = data.toUpperCase(Locale.ROOT);
    if (hex.length() % 2 != 0 || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw new CommandError(9, "FailedToParse", "resume token string was not a valid hex string");
    }
    if (!hex.startsWith(TIMESTAMP_TYPE)) {
      throw new CommandError(
          50811,
          "Location50811",
          "KeyString format error: Unknown type: " + HexFormat.fromHexDigits(hex, 0, 2));
    }
    if (hex.length() < TIME_END) {
      throw new CommandError(15, "Overflow", "Invalid advance (8) past end of resume token");
    }
    return new ResumeToken(
        HexFormat.fromHexDigitsToLong(hex, 2, TIME_END), kind(hex.substring(TIME_END)));
  }

  private static Kind kind(String suffix) {
    for (Kind kind : Kind.values()) {
      if (kind.suffix.equals(suffix)) {
        return kind;
      }
    }
    return Kind.FOREIGN;
  }

  public String data() {
    return TIMESTAMP_TYPE + HexFormat.of().withUpperCase().toHexDigits(time) + kind.suffix;
  }

  public Document toDocument() {
    return new Document("_data", data());
  }

  BsonTimestamp clusterTime() {
    return new BsonTimestamp(time);
  }

  @Override
  public int compareTo(ResumeToken other) {
    int byTime = Long.compareUnsigned(time, other.time);
    return byTime != 0 ? byTime : kind.compareTo(other.kind);
  }
}
