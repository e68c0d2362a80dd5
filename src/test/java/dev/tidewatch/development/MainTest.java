package dev.tidewatch.development;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.tidewatch.testing.MongoUse;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The development MongoDB as scripts/run starts it: a process of its own. */
class MainTest {

  @Test
  void printsItsUriAndNothingElseAndEndsWhenTold() throws Exception {
    Process process = start("--port", "0");
    try (BufferedReader output = process.inputReader()) {
      String uri = output.readLine();

      assertThat(uri).matches("mongodb://127\\.0\\.0\\.1:[0-9]+");
      try (MongoClient client = MongoClients.create(uri)) {
        client.getDatabase("test").getCollection("test").insertOne(new Document());
      }
      // unlike destroy on the process this leaves its output open
      process.toHandle().destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void takesTheNextPortIfItsOwnIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = start("--port", Integer.toString(taken.getLocalPort()));
      try (BufferedReader output = process.inputReader()) {
        String uri = output.readLine();

        int port = Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1));
        assertThat(port).isGreaterThan(taken.getLocalPort());
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void saysHowItIsUsed() throws Exception {
    Process process = start("--nonsense");

    assertThat(process.errorReader().readLine()).startsWith("usage:");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  private static Process start(String... arguments) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), DevelopmentMongo.class.getName());
    builder.command().addAll(List.of(arguments));
    MongoUse.note(MongoUse.Kind.EMBEDDED);
    return builder.start();
  }
}
