package dev.tidewatch.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The floor: the least that delivering can cost on a JVM. One thread takes messages, each after its
 * length in four bytes, and writes each to every WebSocket client as one frame. No MongoDB, no
 * JSON, no container, nobody who comes back; and no bound on what waits for a slow client.
 */
public final class Floor {

  private static final int BACKLOG = 1024;
  private static final String WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Selector selector = Selector.open();
  private final Set<Subscriber> subscribers = new HashSet<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);

  private Floor() throws IOException {}

  /** Takes the port for clients; messages are taken on the next one. Runs until it is killed. */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    new Floor().run(Integer.parseInt(args[0]));
  }

  private void run(int port) throws IOException, GeneralSecurityException {
    listen(port + 1, Messages::new);
    listen(port, Subscriber::new);
    while (true) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        ((Peer) key.attachment()).ready(key);
      }
      selector.selectedKeys().clear();
    }
  }

  private void listen(int port, Supplier<Peer> peers) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress("127.0.0.1", port), BACKLOG).configureBlocking(false);
    Peer acceptor =
        key -> {
          SocketChannel channel = server.accept();
          channel.configureBlocking(false);
          channel.register(selector, SelectionKey.OP_READ, peers.get());
        };
    server.register(selector, SelectionKey.OP_ACCEPT, acceptor);
  }

  private interface Peer {
    void ready(SelectionKey key) throws IOException, GeneralSecurityException;
  }

  /** Reads what has come; false if the peer has gone. */
  private boolean read(SelectionKey key) throws IOException {
    in.clear();
    int count;
    try {
      count = ((SocketChannel) key.channel()).read(in);
    } catch (IOException e) {
      count = -1;
    }
    in.flip();
    if (count < 0) {
      key.channel().close();
    }
    return count >= 0;
  }

  private final class Messages implements Peer {

    private final ByteBuffer length = ByteBuffer.allocate(4);
    private ByteBuffer message;

    @Override
    public void ready(SelectionKey key) throws IOException {
      if (!read(key)) {
        return;
      }
      while (in.hasRemaining()) {
        if (length.hasRemaining()) {
          length.put(in.get());
        } else {
          message = message == null ? ByteBuffer.allocate(length.getInt(0)) : message;
          int some = Math.min(in.remaining(), message.remaining());
          message.put(in.slice().limit(some));
          in.position(in.position() + some);
          if (!message.hasRemaining()) {
            send(message.flip());
            length.clear();
            message = null;
          }
        }
      }
    }

    private void send(ByteBuffer payload) throws IOException {
      int size = payload.remaining();
      ByteBuffer frame = ByteBuffer.allocateDirect(size + 4).put((byte) 0x81);
      if (size < 126) {
        frame.put((byte) size);
      } else {
        frame.put((byte) 126).putShort((short) size);
      }
      frame.put(payload).flip();
      for (Subscriber subscriber : subscribers) {
        subscriber.send(frame);
      }
    }
  }

  private final class Subscriber implements Peer {

    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private SelectionKey key;

    @Override
    public void ready(SelectionKey ready) throws IOException, GeneralSecurityException {
      if (ready.isWritable()) {
        flush();
      } else if (!read(ready)) {
        subscribers.remove(this);
      } else if (key == null) {
        key = ready;
        SocketChannel channel = (SocketChannel) ready.channel();
        channel.write(answer(StandardCharsets.ISO_8859_1.decode(in).toString()));
        subscribers.add(this);
      }
    }

    private ByteBuffer answer(String request) throws GeneralSecurityException {
      String key =
          request
              .lines()
              .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
              .map(line -> line.substring(line.indexOf(' ') + 1))
              .findFirst()
              .orElseThrow();
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + WEBSOCKET).getBytes(StandardCharsets.US_ASCII));
      return StandardCharsets.US_ASCII.encode(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + Base64.getEncoder().encodeToString(hash)
              + "\r\n\r\n");
    }

    void send(ByteBuffer frame) throws IOException {
      waiting.add(frame.duplicate());
      if (waiting.size() == 1) {
        flush();
      }
    }

    private void flush() throws IOException {
      SocketChannel channel = (SocketChannel) key.channel();
      while (!waiting.isEmpty()) {
        channel.write(waiting.peek());
        if (waiting.peek().hasRemaining()) {
          key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
          return;
        }
        waiting.poll();
      }
      key.interestOps(SelectionKey.OP_READ);
    }
  }
}
