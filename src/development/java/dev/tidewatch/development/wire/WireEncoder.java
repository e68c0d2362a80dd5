package dev.tidewatch.development.wire;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import dev.tidewatch.development.documents.CommandError;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/** Writes OP_MSG, and OP_REPLY to requests with OP_QUERY. */
public final class WireEncoder extends MessageToByteEncoder<WireReply> {

  private static final int OP_REPLY = 1;

  private int lastId;

  @Override
  protected void encode(ChannelHandlerContext context, WireReply reply, ByteBuf out) {
    int start = out.writerIndex();
    try {
      encode(reply, reply.body(), out);
    } catch (RuntimeException e) {
      // a reply that cannot be written is an error that can
      out.writerIndex(start);
      encode(reply, CommandError.reply(e), out);
    }
    out.setIntLE(start, out.writerIndex() - start);
  }

  private void encode(WireReply reply, Document body, ByteBuf out) {
    out.writeIntLE(0).writeIntLE(++lastId).writeIntLE(reply.to());
    if (reply.legacy()) {
      // flags, cursor id, offset, number of documents
      out.writeIntLE(OP_REPLY).writeIntLE(0).writeLongLE(0).writeIntLE(0).writeIntLE(1);
    } else {
      // flags, and the one section: a body
      out.writeIntLE(WireDecoder.OP_MSG).writeIntLE(0).writeByte(0);
    }
    BsonEncoder.encodeDocument(body, out);
  }
}
