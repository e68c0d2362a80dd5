package dev.tidewatch.feed.entity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A place in a change stream: the {@code _data} of a resume token, an event's or a
 * postBatchResumeToken. Positions sort as the stream does, because the server makes {@code _data} a
 * KeyString, whose upper-case hexadecimal digits compare as the keys do; a sharded cluster's router
 * merges its shards' streams by them. Outside they are {@linkplain #id() ids}.
 *
 * @param data upper-case hexadecimal digits
 */
public record Position(String data) implements Comparable<Position> {

  /** No resume token comes near this many digits; what is longer was not made by a server. */
  private static final int MAX_LENGTH = 4096;

  private static final Pattern HEX = Pattern.compile("[0-9A-F]+");

  /** Throws IllegalArgumentException for what cannot be a resume token's data. */
  public Position {
    Objects.requireNonNull(data, "data");
    if (data.length() > MAX_LENGTH || !HEX.matcher(data).matches()) {
      throw new IllegalArgumentException("not the _data of a resume token");
    }
  }

  /** The position of a resume token. */
  public static Position of(BsonDocument resumeToken) {
    BsonValue data = resumeToken.get("_data");
    if (data == null || !data.isString()) {
      throw new IllegalArgumentException("a resume token without _data");
    }
    return new Position(data.asString().getValue());
  }

  /** Reads an {@linkplain #id() id}; throws IllegalArgumentException for anything else. */
  public static Position ofId(String id) {
    if (id.length() > 2 * MAX_LENGTH) {
      throw new IllegalArgumentException("not a change's id: too long");
    }
    try {
      return new Position(
          new String(Base64.getUrlDecoder().decode(id), StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not a change's id: base64url of a resume token's _data was expected", e);
    }
  }

  /** Base64url, without padding, of the bytes of {@link #data}. */
  public String id() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(data.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The resume token to give to a server. */
  public BsonDocument resumeToken() {
    return new BsonDocument("_data", new BsonString(data));
  }

  @Override
  public int compareTo(Position other) {
    return data.compareTo(other.data);
  }

  /**
   * Whether this lies after a time, as far as its data tells: a KeyString that begins with a
   * timestamp has 82, then eight digits of seconds. A server takes a position of the future for
   * good and sends nothing until then.
   */
  public boolean isAfter(Instant time) {
    return data.startsWith("82")
        && data.length() >= 10
        && Long.parseLong(data.substring(2, 10), 16) > time.getEpochSecond();
  }

  /** Whether this comes later in the stream than the other. */
  public boolean isAfter(Position other) {
    return compareTo(other) > 0;
  }
}
