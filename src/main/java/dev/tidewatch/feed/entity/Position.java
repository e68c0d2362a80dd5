package dev.tidewatch.feed.entity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/**
 * A position in a change stream: a resume token, either an event's or a postBatchResumeToken.
 * Clients see positions as {@linkplain #id() ids}.
 *
 * <p>Positions sort as the stream does, by {@code _data} alone: the server makes it a KeyString,
 * whose upper-case hexadecimal digits compare as the keys do, and a sharded cluster's router merges
 * its shards' streams by it. {@code _typeBits} holds what a KeyString leaves out, the types of the
 * numbers in the document key; a server needs it to find the event again. Positions with the same
 * data are equal, so an id without type bits still names its entry.
 *
 * @param data upper-case hexadecimal digits, as many as the server sent
 * @param typeBits base64url, without padding, of the token's {@code _typeBits}; empty if it has
 *     none
 */
public record Position(String data, String typeBits) implements Comparable<Position> {

  /**
   * The longest id that is given out, in characters. An id is sent in a request line or a header,
   * for which servers and proxies allow 8 KiB in total.
   */
  private static final int LONGEST_ID = 2048;

  /** The longest id that is read, in characters: no id that was ever given out is longer. */
  private static final int LONGEST_READ = 8192;

  /**
   * The digits that are kept of a token whose id would be too long. The cluster time, the index in
   * the transaction and the collection are among the first 100, so they tell the events of a
   * replica set apart.
   */
  private static final int KEPT = 1024;

  /** Sorts after every continuation of the digits before it; no token ends with it. */
  private static final String AFTER_ALL = "FF";

  // of MongoDB's src/mongo/db/storage/key_string
  private static final String TIMESTAMP_TYPE = "82";
  private static final String END = "04";
  private static final int SECONDS_END = 10;
  private static final int TIME_END = 18;

  /** Throws IllegalArgumentException for what cannot be a resume token's data. */
  public Position {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(typeBits, "typeBits");
    if (data.isEmpty() || !data.chars().allMatch(Position::isDigit)) {
      throw new IllegalArgumentException("not the _data of a resume token");
    }
  }

  /** A position whose token has no type bits. */
  public Position(String data) {
    this(data, "");
  }

  /**
   * The high-water mark of a time, which sorts before every event of that time and after every
   * event before it.
   *
   * @param known a position of the same server, whose version of tokens it gets; null for version 1
   */
  public static Position ofTime(BsonTimestamp time, Position known) {
    String version =
        known == null || known.data.length() < TIME_END ? "" : known.data.substring(TIME_END);
    return new Position(
        TokenParts.highWaterMark(TIMESTAMP_TYPE + "%016X".formatted(time.getValue()) + version));
  }

  /** The position of a resume token from a server, of any length. */
  public static Position of(BsonDocument resumeToken) {
    BsonValue data = resumeToken.get("_data");
    if (data == null || !data.isString()) {
      throw new IllegalArgumentException("a resume token without _data");
    }
    BsonValue bits = resumeToken.get("_typeBits");
    return new Position(
        data.asString().getValue(),
        bits == null || !bits.isBinary() ? "" : encode(bits.asBinary().getData()));
  }

  /** Parses an {@linkplain #id() id}; throws IllegalArgumentException for anything else. */
  public static Position ofId(String id) {
    if (id.length() > LONGEST_READ) {
      throw new IllegalArgumentException("not a change's id: too long");
    }
    int dot = id.indexOf('.');
    try {
      String data =
          new String(decode(dot < 0 ? id : id.substring(0, dot)), StandardCharsets.ISO_8859_1);
      String bits = dot < 0 ? "" : encode(decode(id.substring(dot + 1)));
      if (!isWhole(data) || dot >= 0 && bits.isEmpty()) {
        throw new IllegalArgumentException("no token, part of one, or a dot without type bits");
      }
      return new Position(data, bits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not a change's id: base64url of a resume token's _data was expected", e);
    }
  }

  /**
   * Whether data can be a whole token's: it begins with a timestamp, has whole bytes, and ends as
   * every KeyString does. A part of a token could be found in the log by its order, although no
   * server accepts it.
   */
  private static boolean isWhole(String data) {
    return data.startsWith(TIMESTAMP_TYPE)
        && data.length() % 2 == 0
        && (data.length() <= TIME_END || data.endsWith(END) || data.endsWith(AFTER_ALL));
  }

  /**
   * Base64url, without padding, of the bytes of {@link #data}, then a dot and {@link #typeBits} if
   * there are any; at most 2,048 characters. A longer token is cut: its id means the position right
   * after its event.
   */
  public String id() {
    if (idLength() > LONGEST_ID) {
      return encode(data.substring(0, Math.min(KEPT, data.length())) + AFTER_ALL);
    }
    return typeBits.isEmpty() ? encode(data) : encode(data) + "." + typeBits;
  }

  private long idLength() {
    return (data.length() * 4L + 2) / 3 + (typeBits.isEmpty() ? 0 : 1 + typeBits.length());
  }

  /**
   * Whether a document key, or a part of one, may be in this position. A high-water mark holds
   * none, nor does the position of a change of a whole collection.
   */
  public boolean holdsKey() {
    return TokenParts.holdsKey(data);
  }

  /**
   * The high-water mark of this position's cluster time: it holds no document key, sorts before
   * every event of that time, and a server can resume there.
   */
  public Position highWaterMark() {
    return new Position(TokenParts.highWaterMark(data));
  }

  /** This position if it holds no document key, else its high-water mark. */
  public Position withoutKey() {
    return holdsKey() ? highWaterMark() : this;
  }

  /**
   * This event's position without what its token says of the event, which is its operation and its
   * document key: it means the position right after the event, as every {@linkplain #isCut cut} id
   * does. {@link #withoutKey} if the token is of an unknown form.
   *
   * <p>Two events of one collection that happened at the same cluster time in two shards have the
   * same.
   */
  public Position cut() {
    int end = TokenParts.endOfPlace(data);
    if (end < 0) {
      return withoutKey();
    }
    return end == data.length() - END.length() && data.endsWith(END)
        ? this
        : new Position(data.substring(0, end) + AFTER_ALL);
  }

  /** Whether this was parsed from an id of a cut token, which no server can find. */
  public boolean isCut() {
    return data.endsWith(AFTER_ALL);
  }

  /** The known digits of the event's token: all of them unless it was cut. */
  public String kept() {
    return isCut() ? data.substring(0, data.length() - AFTER_ALL.length()) : data;
  }

  /** Whether this is the position of an event: its token, whole or cut. */
  public boolean isPositionOf(Position event) {
    return isCut() ? event.data.startsWith(kept()) : data.equals(event.data);
  }

  /** The resume token for a server, which cannot find one that {@linkplain #isCut is cut}. */
  public BsonDocument resumeToken() {
    BsonDocument token = new BsonDocument("_data", new BsonString(data));
    if (!typeBits.isEmpty()) {
      token.put("_typeBits", new BsonBinary(decode(typeBits)));
    }
    return token;
  }

  /** The cluster time that its data begins with; empty if it does not begin with one. */
  public Optional<BsonTimestamp> clusterTime() {
    return data.startsWith(TIMESTAMP_TYPE) && data.length() >= TIME_END
        ? Optional.of(new BsonTimestamp(Long.parseUnsignedLong(data, 2, TIME_END, 16)))
        : Optional.empty();
  }

  /**
   * Whether this is the beginning of a second. No event is there, because a server numbers the
   * events of a second from 1: such a position was made from a time, not by a server.
   */
  public boolean isBeginningOfSecond() {
    return clusterTime().filter(time -> time.getInc() == 0).isPresent();
  }

  @Override
  public int compareTo(Position other) {
    return data.compareTo(other.data);
  }

  /** Whether both have the same data. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Position position && data.equals(position.data);
  }

  @Override
  public int hashCode() {
    return data.hashCode();
  }

  /**
   * Whether this lies after a time, by its data: a KeyString that begins with a timestamp has 82,
   * then eight digits of seconds. A server accepts a future position and sends nothing until then.
   */
  public boolean isAfter(Instant time) {
    return data.startsWith(TIMESTAMP_TYPE) && seconds() > time.getEpochSecond();
  }

  /** The seconds of the time that its data begins with; 0 if it does not begin with one. */
  public long seconds() {
    // missing digits sort before any
    String digits = (data + "0".repeat(SECONDS_END)).substring(2, SECONDS_END);
    return data.startsWith(TIMESTAMP_TYPE) ? Long.parseLong(digits, 16) : 0;
  }

  /** Whether this comes later in the stream than the other. */
  public boolean isAfter(Position other) {
    return compareTo(other) > 0;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9' || c >= 'A' && c <= 'F';
  }

  private static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] decode(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }
}
