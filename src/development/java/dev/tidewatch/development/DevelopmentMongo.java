package dev.tidewatch.development;

import dev.tidewatch.development.commands.Commands;
import dev.tidewatch.development.oplog.Oplog;
import dev.tidewatch.development.oplog.OplogClock;
import dev.tidewatch.development.oplog.OplogLimits;
import dev.tidewatch.development.storage.DevelopmentBackend;
import dev.tidewatch.development.streams.ChangeStreams;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The embedded development MongoDB: in memory, on the loopback address, for {@code scripts/run}
 * where there is no mongod, and for tests.
 *
 * <p>One thread does everything, so that commands, the oplog and the replies need no locks: a
 * change is in the oplog when its write is answered, and in its order. The methods here may be
 * called from any other thread, one at a time.
 */
public final class DevelopmentMongo implements AutoCloseable {

  /** Silences mongo-java-server. A strong reference, so that the level stays set. */
  private static final Logger STORAGE_LOG = Logger.getLogger("de.bwaldvogel");

  private static final AtomicLong STARTED = new AtomicLong();

  private final EventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("development-mongo", true), NioIoHandler.newFactory());
  private final ChangeStreams streams = new ChangeStreams(thread.next());
  private final WireServer server;
  private int port;

  private DevelopmentMongo(OplogLimits limits) {
    STORAGE_LOG.setLevel(Level.OFF);
    Oplog oplog = new Oplog(new OplogClock(Clock.systemUTC()), limits, streams::changed);
    server = new WireServer(thread, new Commands(new DevelopmentBackend(oplog), oplog, streams));
  }

  /**
   * Starts one.
   *
   * @param port where to listen; 0 for any free port
   */
  public static DevelopmentMongo start(int port) {
    return start(port, OplogLimits.DEFAULT);
  }

  /** Starts one that keeps less, or more, history. */
  public static DevelopmentMongo start(int port, OplogLimits limits) {
    return started(
        new DevelopmentMongo(limits),
        server -> port == 0 ? server.listenFrom(FreePorts.any()) : server.listen(port));
  }

  /** Starts one on the first port from that on that is free; 0 for any. */
  private static DevelopmentMongo startFrom(int first) {
    return started(
        new DevelopmentMongo(OplogLimits.DEFAULT),
        server -> server.listenFrom(first == 0 ? FreePorts.any() : first));
  }

  private static DevelopmentMongo started(DevelopmentMongo mongo, Listening listening) {
    try {
      mongo.port = listening.on(mongo.server);
      STARTED.incrementAndGet();
      return mongo;
    } catch (IOException e) {
      mongo.close();
      throw new UncheckedIOException(e);
    }
  }

  /** How many have been started in this JVM, for tests to tell what they ran against. */
  public static long started() {
    return STARTED.get();
  }

  private interface Listening {
    int on(WireServer server) throws IOException;
  }

  /** The connection string. */
  public String uri() {
    return "mongodb://127.0.0.1:" + port;
  }

  /** How many getMores wait for an event: tests must know before they go on. */
  public int waiting() {
    return thread.submit(streams::waiting).syncUninterruptibly().getNow();
  }

  /** As a crash: stops listening, cuts every connection, forgets cursors. The data stays. */
  public void disconnect() {
    server.cut();
    thread.submit(streams::clear).awaitUninterruptibly();
  }

  /** As a restart after it: listens on the same port again. */
  public void reconnect() {
    try {
      server.listenAgain(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it; the data is gone. */
  @Override
  public void close() {
    server.cut();
    thread.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  /** Runs until it is told to stop; prints the connection string, and nothing else. */
  public static void main(String[] arguments) throws InterruptedException {
    int first = port(arguments);
    if (first < 0) {
      System.err.println("usage: DevelopmentMongo [--port NUMBER]");
      System.exit(2);
    }
    DevelopmentMongo mongo = startFrom(first);
    Runtime.getRuntime().addShutdownHook(new Thread(mongo::close, "development-mongo-stop"));
    System.out.println(mongo.uri());
    new CountDownLatch(1).await();
  }

  private static int port(String[] arguments) {
    if (arguments.length == 0) {
      return 27017;
    }
    boolean valid =
        arguments.length == 2
            && arguments[0].equals("--port")
            && arguments[1].matches("[0-9]{1,5}")
            && Integer.parseInt(arguments[1]) < 1 << 16;
    return valid ? Integer.parseInt(arguments[1]) : -1;
  }
}
