package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.development.DevelopmentMongo;
import dev.tidewatch.development.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit's own lines, run as systemd runs them, in other folders and on another port. */
class SystemdUnitIT {

  private static final Path UNIT = Path.of("server-config/systemd/tidewatch.service");
  private static final Duration START = Duration.ofMinutes(2);

  /** A second deployment begins at once and took 3 s where it was seen. */
  private static final Duration SETTLED = Duration.ofSeconds(8);

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;

  private static DevelopmentMongo mongo;

  private final int port = FreePorts.any();

  @BeforeAll
  static void build() {
    Script.run(Map.of(), List.of("scripts/package"));
    mongo = DevelopmentMongo.start(FreePorts.any());
  }

  @AfterAll
  static void close() {
    mongo.close();
  }

  @Test
  void onceItAnswersItGoesOnToAnswerAlsoAtTheSecondStart() throws Exception {
    for (int start = 1; start <= 2; start++) {
      for (String line : lines("ExecStartPre")) {
        Script.run(Map.of(), words(line));
      }
      Path log = folder.resolve("log" + start);
      Process process = Script.start(environment(), words(lines("ExecStart").get(0)), log, jars());
      try {
        await().atMost(START).until(() -> status() == 200);
        assertThat(statusesFor(SETTLED)).as("start " + start).containsExactly(200);
        assertThat(Files.readString(log)).containsOnlyOnce("watching unit_it.données on ");
      } finally {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  /** As systemd has it, which passes no locale on. */
  private static Map<String, String> environment() throws IOException {
    Map<String, String> environment = new HashMap<>(Map.of("LANG", "C", "LC_ALL", ""));
    lines("Environment").forEach(line -> environment.put(line.split("=")[0], line.split("=")[1]));
    environment.put("TIDEWATCH_MONGO", mongo.uri());
    return environment;
  }

  private static Path jars() {
    return Path.of("target").toAbsolutePath();
  }

  private List<String> words(String line) {
    // this JVM's own locale decides how it would encode an argument: the shell is given the bytes
    String command =
        line.replace("/var/lib/tidewatch", folder.resolve("state").toString())
            .replace("/usr/bin/java", System.getProperty("java.home") + "/bin/java")
            .replace("--port 8080", "--port " + port);
    return List.of("bash", "-c", "TIDEWATCH_NS=$'unit_it.donn\\303\\251es' exec " + command);
  }

  private static List<String> lines(String key) throws IOException {
    try (Stream<String> lines = Files.lines(UNIT)) {
      return lines
          .filter(line -> line.startsWith(key + "="))
          .map(line -> line.substring(key.length() + 1))
          .toList();
    }
  }

  private Set<Integer> statusesFor(Duration time) throws Exception {
    Set<Integer> seen = new TreeSet<>();
    for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
      seen.add(status());
    }
    return seen;
  }

  /** 0 if nobody answers. */
  private int status() throws InterruptedException {
    try {
      URI state = URI.create("http://127.0.0.1:" + port + "/api/feeds/changes");
      return CLIENT
          .send(HttpRequest.newBuilder(state).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }
}
