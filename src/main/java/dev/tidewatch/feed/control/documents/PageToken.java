package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.bson.BsonBinary;
import org.bson.BsonBinaryReader;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;

/**
 * Names the next page of a collection: the moment, and the last document that the client has. It
 * holds nothing else, so it gives no right, and means the same on every node.
 *
 * @param snapshot the moment
 * @param after the {@code _id} of the client's last document
 */
public record PageToken(Snapshot snapshot, BsonValue after) {

  /** The longest token, in characters, because it is sent in a request line. */
  private static final int LONGEST = 4096;

  private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

  /** The token as a text of letters, digits, - and _; empty if it would be too long. */
  public Optional<String> text() {
    BsonDocument token =
        new BsonDocument("p", new BsonString(snapshot.position().id()))
            .append("u", snapshot.uuid())
            .append("c", BsonBoolean.valueOf(snapshot.collated()))
            .append("i", after);
    ByteBuffer bytes = new RawBsonDocument(token, CODEC).getByteBuffer().asNIO();
    byte[] exact = new byte[bytes.remaining()];
    bytes.get(exact);
    return Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(exact))
        .filter(text -> text.length() <= LONGEST);
  }

  /**
   * Reads a token.
   *
   * @param collection what the client asks for
   * @throws IllegalArgumentException if it is not one
   */
  public static PageToken parse(String text, Namespace collection) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("too long");
    }
    BsonDocument token;
    try (BsonBinaryReader reader =
        new BsonBinaryReader(ByteBuffer.wrap(Base64.getUrlDecoder().decode(text)))) {
      token = CODEC.decode(reader, DecoderContext.builder().build());
    } catch (RuntimeException | StackOverflowError e) {
      // the driver throws many kinds of exceptions
      throw new IllegalArgumentException("not a page", e);
    }
    BsonValue position = token.get("p");
    BsonValue collated = token.get("c");
    if (!(token.get("u") instanceof BsonBinary uuid)
        || !token.containsKey("i")
        || position == null
        || !position.isString()
        || collated == null
        || !collated.isBoolean()) {
      throw new IllegalArgumentException("not a page");
    }
    Position at = Position.ofId(position.asString().getValue()).withoutKey();
    if (at.clusterTime().filter(time -> time.getInc() > 0).isEmpty()) {
      throw new IllegalArgumentException("not a page");
    }
    return new PageToken(
        new Snapshot(
            collection, at, uuid, collated.asBoolean().getValue(), 0, 0, System.nanoTime()),
        token.get("i"));
  }
}
