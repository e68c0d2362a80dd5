package dev.tidewatch.testing.faults;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.tidewatch.testing.ForkLock;
import dev.tidewatch.testing.mongo.RealMongo;
import java.util.List;
import org.bson.Document;

/**
 * Makes a server fail commands of one application, until it is closed. Any thread.
 *
 * <p>The server counts only commands of that application, so a test is not disturbed by others.
 */
public final class FailPoint implements AutoCloseable {

  private static final String LOCK = "fail-point";
  private static final Document OFF =
      new Document("configureFailPoint", "failCommand").append("mode", "off");
  private static Boolean available;
  private static MongoClient client;

  private final ForkLock lock;

  private FailPoint(ForkLock lock) {
    this.lock = lock;
  }

  /** Whether the real MongoDB allows it: it was started with {@code enableTestCommands=1}. */
  public static synchronized boolean isAvailable() {
    if (available == null) {
      available = RealMongo.isAvailable() && isEnabled();
    }
    return available;
  }

  private static boolean isEnabled() {
    try {
      Object enabled =
          admin()
              .runCommand(new Document("getParameter", 1).append("enableTestCommands", 1))
              .get("enableTestCommands");
      return Boolean.TRUE.equals(enabled);
    } catch (MongoException e) {
      return false;
    }
  }

  /** Every such command fails. */
  public static FailPoint always(String application, String how, String... commands) {
    return on("alwaysOn", application, how, commands);
  }

  /** The next such commands fail, and no more. */
  public static FailPoint times(int times, String application, String how, String... commands) {
    return on(new Document("times", times), application, how, commands);
  }

  /** The first such commands do not fail, all others do. */
  public static FailPoint skip(int skip, String application, String how, String... commands) {
    return on(new Document("skip", skip), application, how, commands);
  }

  /**
   * Switches it on.
   *
   * @param how the failure as the server's fail point has it, like {@code {errorCode: 43}}
   */
  private static FailPoint on(Object mode, String application, String how, String... commands) {
    Document data =
        new Document(Document.parse(how))
            .append("failCommands", List.of(commands))
            .append("appName", application);
    // a server has one, whichever application it is for
    ForkLock lock = ForkLock.take(LOCK);
    try {
      run(new Document(OFF).append("mode", mode).append("data", data));
      return new FailPoint(lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try (lock) {
      run(OFF);
    }
  }

  private static void run(Document command) {
    admin().runCommand(command);
  }

  private static synchronized MongoDatabase admin() {
    if (client == null) {
      // ends with this JVM: its threads are daemons
      client = MongoClients.create(RealMongo.uri());
    }
    return client.getDatabase("admin");
  }
}
