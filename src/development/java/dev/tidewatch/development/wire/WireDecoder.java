package dev.tidewatch.development.wire;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads OP_MSG, and OP_QUERY for greetings. A message that holds a type which the storage cannot
 * keep is still answered, with an error, rather than by a closed connection.
 */
public final class WireDecoder extends ByteToMessageDecoder {

  /** Why a message cannot be read that holds a document without a defined _id. */
  public static final String UNDEFINED_ID = "an undefined _id";

  static final int OP_MSG = 2013;
  static final int OP_QUERY = 2004;
  static final int MAX_MESSAGE_BYTES = 48_000_000;

  private static final int HEADER_BYTES = 16;
  private static final int CHECKSUM_BYTES = 4;
  private static final int CHECKSUM_PRESENT = 1;
  private static final int MORE_TO_COME = 1 << 1;
  private static final int REQUIRED_FLAGS = 0xFFFF;

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < HEADER_BYTES) {
      return;
    }
    int length = in.getIntLE(in.readerIndex());
    if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
      throw new CorruptedFrameException("a message of " + length + " bytes");
    }
    if (in.readableBytes() < length) {
      return;
    }
    ByteBuf message = in.readSlice(length).skipBytes(4);
    int id = message.readIntLE();
    message.skipBytes(4);
    int opCode = message.readIntLE();
    out.add(
        switch (opCode) {
          case OP_MSG -> message(id, message);
          case OP_QUERY -> query(id, message);
          default -> throw new CorruptedFrameException("op code " + opCode);
        });
  }

  private static WireRequest message(int id, ByteBuf message) {
    int flags = message.readIntLE();
    boolean replyExpected = (flags & MORE_TO_COME) == 0;
    if ((flags & REQUIRED_FLAGS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) != 0) {
      return unreadable(id, false, replyExpected, "message flags " + flags);
    }
    int checksum = (flags & CHECKSUM_PRESENT) == 0 ? 0 : CHECKSUM_BYTES;
    try {
      Document command = new Document();
      Document sequences = new Document();
      while (message.readableBytes() > checksum) {
        if (message.readByte() == 0) {
          command.putAll(document(message));
        } else {
          sequence(message, sequences);
        }
      }
      command.putAll(sequences);
      return command.get("$db") instanceof String database
          ? new WireRequest(id, false, replyExpected, database, command, null)
          : unreadable(id, false, replyExpected, "a command without $db");
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return unreadable(id, false, replyExpected, e.getMessage());
    }
  }

  private static void sequence(ByteBuf message, Document into) {
    int end = message.readerIndex() + message.readIntLE();
    String name = BsonDecoder.decodeCString(message);
    List<Document> documents = new ArrayList<>();
    while (message.readerIndex() < end) {
      documents.add(document(message));
    }
    into.append(name, documents);
  }

  private static Document document(ByteBuf message) {
    String undefined = UndefinedValues.firstIn(message);
    if (undefined != null) {
      throw new IllegalArgumentException(
          undefined.equals("_id") ? UNDEFINED_ID : "the BSON type undefined, in " + undefined);
    }
    return BsonDecoder.decodeBson(message);
  }

  private static WireRequest query(int id, ByteBuf message) {
    message.skipBytes(4);
    String namespace = BsonDecoder.decodeCString(message);
    message.skipBytes(8);
    if (!namespace.endsWith(".$cmd")) {
      return unreadable(id, true, true, "an OP_QUERY that is no command");
    }
    try {
      Document query = BsonDecoder.decodeBson(message);
      Document command = query.get("$query") instanceof Document wrapped ? wrapped : query;
      String database = namespace.substring(0, namespace.length() - ".$cmd".length());
      return new WireRequest(id, true, true, database, command, null);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return unreadable(id, true, true, e.getMessage());
    }
  }

  private static WireRequest unreadable(int id, boolean legacy, boolean replyExpected, String why) {
    return new WireRequest(id, legacy, replyExpected, "", null, why);
  }
}
