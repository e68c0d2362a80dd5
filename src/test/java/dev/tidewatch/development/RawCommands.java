package dev.tidewatch.development;

import com.mongodb.client.MongoDatabase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;

/** A change stream on the collection {@code watched}, command by command. */
public final class RawCommands {

  private RawCommands() {}

  /** Opens a stream and returns the cursor's part of the reply. */
  public static Document aggregate(
      MongoDatabase database, Document options, Document cursor, Document... stages) {
    List<Document> pipeline = new ArrayList<>();
    pipeline.add(new Document("$changeStream", options));
    pipeline.addAll(List.of(stages));
    Document command =
        new Document("aggregate", "watched").append("pipeline", pipeline).append("cursor", cursor);
    return cursor(database.runCommand(command));
  }

  public static Document getMore(long cursor) {
    return new Document("getMore", cursor).append("collection", "watched");
  }

  static Document cursor(Document reply) {
    return reply.get("cursor", Document.class);
  }

  public static List<Document> batch(Document reply) {
    return cursor(reply).getList("nextBatch", Document.class);
  }

  public static String token(Document reply) {
    return cursor(reply).get("postBatchResumeToken", Document.class).getString("_data");
  }

  /** An OP_MSG of one section, for a socket of one's own. */
  public static byte[] message(Document command) {
    ByteBuffer body = new RawBsonDocument(command, new DocumentCodec()).getByteBuffer().asNIO();
    int length = 21 + body.remaining();
    return ByteBuffer.allocate(length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(length)
        .putInt(1)
        .putInt(0)
        .putInt(2013)
        .putInt(0)
        .put((byte) 0)
        .put(body)
        .array();
  }
}
