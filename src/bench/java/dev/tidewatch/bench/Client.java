package dev.tidewatch.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * One WebSocket client: reads whole messages and keeps account of the changes in them. As little as
 * that takes, for it shares the machine with what is measured.
 *
 * <p>One thread.
 */
final class Client implements Marker.Visitor {

  private static final byte[] NOTHING = {};
  private static final int CLOSE = 8;
  private static final int PING = 9;

  private final SocketChannel channel;
  private final byte[] handshake;
  private final int markersPerChange;
  private final Latencies latencies;
  private final BitSet seen = new BitSet();

  // what came of a message that is not whole yet
  private byte[] rest = NOTHING;
  private byte[] lastMessage = NOTHING;
  private boolean keepsMessages;
  private boolean open;
  private boolean closed;
  private long nowMicros;
  private int last = -1;
  private int sameInMessage;
  private long messages;
  private long deliveries;
  private long repeated;
  private long disordered;

  /**
   * A client that is connecting.
   *
   * @param markersPerChange how often each change's marker is in its message
   */
  Client(SocketChannel channel, byte[] handshake, int markersPerChange, Latencies latencies) {
    this.channel = channel;
    this.handshake = handshake;
    this.markersPerChange = markersPerChange;
    this.latencies = latencies;
  }

  /** Does what the channel is ready for; throws if the handshake is refused. */
  void ready(SelectionKey key, ByteBuffer buffer) throws IOException {
    if (key.isConnectable()) {
      channel.finishConnect();
      channel.write(ByteBuffer.wrap(handshake));
      key.interestOps(SelectionKey.OP_READ);
      return;
    }
    buffer.clear().put(rest);
    if (!read(buffer)) {
      close();
      return;
    }
    nowMicros = Marker.micros();
    buffer.flip();
    open = open || passHead(buffer);
    while (open && !closed && passFrame(buffer)) {
      // the next one
    }
    rest = buffer.hasRemaining() ? new byte[buffer.remaining()] : NOTHING;
    buffer.get(rest);
  }

  private boolean read(ByteBuffer buffer) {
    try {
      return channel.read(buffer) >= 0;
    } catch (IOException e) {
      // a server that ends a connection in a hurry; counted as closed
      return false;
    }
  }

  private static boolean passHead(ByteBuffer buffer) throws IOException {
    String head = StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString();
    int end = head.indexOf("\r\n\r\n");
    if (end >= 0 && !head.startsWith("HTTP/1.1 101")) {
      throw new IOException("refused: " + head.lines().findFirst().orElse(""));
    }
    buffer.position(end < 0 ? 0 : end + 4);
    return end >= 0;
  }

  /** Takes a frame off the buffer, if a whole one is there. */
  private boolean passFrame(ByteBuffer buffer) throws IOException {
    int start = buffer.position();
    int head = 2;
    if (buffer.remaining() < head) {
      return false;
    }
    long length = buffer.get(start + 1) & 0x7f;
    if (length == 126) {
      head = 4;
      length = buffer.remaining() < head ? head : buffer.getShort(start + 2) & 0xffff;
    } else if (length == 127) {
      head = 10;
      length = buffer.remaining() < head ? head : buffer.getLong(start + 2);
    }
    if (buffer.remaining() < head + length) {
      if (head + length > buffer.capacity()) {
        throw new IOException("a message of " + length + " bytes");
      }
      return false;
    }
    buffer.position(start + head + (int) length);
    frame(buffer.get(start) & 0x0f, buffer, start + head, (int) length);
    return true;
  }

  private void frame(int opcode, ByteBuffer bytes, int from, int length) throws IOException {
    if (opcode == CLOSE) {
      close();
    } else if (opcode == PING) {
      byte[] pong = new byte[6 + length];
      pong[0] = (byte) 0x8a;
      pong[1] = (byte) (0x80 | length);
      bytes.get(from, pong, 6, length);
      channel.write(ByteBuffer.wrap(pong));
    } else {
      messages++;
      // what is left of the last change's markers is not in this message
      sameInMessage = markersPerChange;
      Marker.find(bytes, from, from + length, this);
      if (keepsMessages) {
        lastMessage = new byte[length];
        bytes.get(from, lastMessage);
      }
    }
  }

  @Override
  public void marker(int number, long micros) {
    if (number == last && ++sameInMessage <= markersPerChange) {
      return;
    }
    sameInMessage = 1;
    if (seen.get(number)) {
      repeated++;
      return;
    }
    seen.set(number);
    deliveries++;
    disordered += number < last ? 1 : 0;
    last = Math.max(last, number);
    latencies.add(nowMicros - micros);
  }

  void close() throws IOException {
    closed = true;
    channel.close();
  }

  /** From now on {@link #lastMessage} is kept. */
  void keepMessages() {
    keepsMessages = true;
  }

  byte[] lastMessage() {
    return lastMessage;
  }

  boolean isOpen() {
    return open;
  }

  boolean isClosed() {
    return closed;
  }

  long messages() {
    return messages;
  }

  long deliveries() {
    return deliveries;
  }

  long repeated() {
    return repeated;
  }

  long disordered() {
    return disordered;
  }
}
