package dev.tidewatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import dev.tidewatch.development.DevelopmentMongo;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.RunScript;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code scripts/run} as the README promises it. */
class RunIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** What the systemd unit gives it before it kills it. */
  private static final Duration CLEAN_STOP = Duration.ofSeconds(15);

  @Test
  void aNamespaceWithoutADotIsRefusedInTheWordsOfTheContract() {
    RunScript run = RunScript.start(FreePorts.any(), Map.of(), "--ns", "test");

    assertThat(run.exitStatus(SOON)).isOne();
    assertThat(run.output()).isEqualTo("Invalid ns \"test\", must contain a \".\"\n");
  }

  @Test
  void anUnknownOptionIsNamed() {
    RunScript run = RunScript.start(FreePorts.any(), Map.of(), "--prot", "1");

    assertThat(run.exitStatus(SOON)).isOne();
    assertThat(run.output()).contains("\"--prot\"", "--help");
  }

  @Test
  void helpListsEveryOption() {
    RunScript run = RunScript.start(FreePorts.any(), Map.of(), "--help");

    assertThat(run.exitStatus(SOON)).isZero();
    assertThat(run.output()).contains("--port", "--host", "--mongo", "--ns", "--access", "--debug");
  }

  @Test
  void withoutOptionsItStartsADatabaseAndShowsThreeOperations() {
    try (RunScript run =
        RunScript.start(FreePorts.any(), Map.of("PATH", pathWithoutMongod())).ready()) {
      assertThat(run.output())
          .contains(run.base().toString(), "embedded, in-memory")
          .contains(
              "use test",
              "db.test.insertOne({})",
              "db.test.updateOne({}, {$set: {x: 1}})",
              "db.test.deleteOne({})")
          .doesNotContain("\tat ");

      try (MongoClient client = MongoClients.create(printedUri(run))) {
        MongoCollection<Document> collection = client.getDatabase("test").getCollection("test");
        collection.insertOne(new Document());
        collection.updateOne(new Document(), Updates.set("x", 1));
        collection.deleteOne(new Document());
      }

      await()
          .untilAsserted(() -> assertThat(run.get("").body()).contains("operationType: 'delete'"));
      assertThat(run.get("").body())
          .contains("operationType: 'insert'", "updatedFields: { x: 1 }")
          .contains("embedded, in-memory");

      run.terminate();
      assertThat(run.exitStatus(CLEAN_STOP)).isZero();
      assertThat(run.descendants()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "lab.*, db.test.insertOne({})",
        "lab.a-b, db.getCollection('a-b').insertOne({})",
        "lab.a.b, db.a.b.insertOne({})"
      })
  void theCommandsToTryAreOnesThatMongoshTakes(String ns, String command) {
    String mongo = "mongodb://127.0.0.1:" + FreePorts.any();
    try (RunScript run =
        RunScript.start(FreePorts.any(), Map.of(), "--mongo", mongo, "--ns", ns).ready()) {
      assertThat(run.output()).contains("use lab", command);
    }
  }

  @Test
  void anUnreachableDatabaseIsReportedOnceAndAwaited() {
    int mongoPort = FreePorts.any();
    String uri = "mongodb://127.0.0.1:" + mongoPort;
    try (RunScript run = RunScript.start(FreePorts.any(), Map.of(), "--mongo", uri).ready()) {
      String cause = "MongoDB at 127.0.0.1:" + mongoPort + " cannot be reached";
      await().atMost(SOON).untilAsserted(() -> assertThat(run.output()).contains(cause));
      assertThat(run.get("").statusCode()).isEqualTo(503);
      assertThat(run.get("").headers().firstValue("Retry-After")).isPresent();
      assertThat(run.get("").body()).contains(cause);

      try (DevelopmentMongo mongo = DevelopmentMongo.start(mongoPort)) {
        await()
            .atMost(SOON)
            .untilAsserted(() -> assertThat(run.get("").statusCode()).isEqualTo(200));
        assertThat(mongo.uri()).isEqualTo(uri);
      }

      assertThat(run.output()).containsOnlyOnce(cause).doesNotContain("\tat ");
    }
  }

  @Test
  void aNameBeyondAsciiIsWatchedInTheLocaleC() {
    try (DevelopmentMongo mongo = DevelopmentMongo.start(FreePorts.any());
        MongoClient client = MongoClients.create(mongo.uri());
        RunScript run =
            RunScript.typed(
                    FreePorts.any(),
                    Map.of("LC_ALL", "C", "LANG", "C"),
                    "--mongo " + mongo.uri() + " --ns $'lab.donn\\303\\251es'")
                .ready()) {
      awaitLive(run);
      assertThat(run.get("api/feeds/changes").body()).contains("\"ns\":\"lab.données\"");

      client.getDatabase("lab").getCollection("données").insertOne(new Document("_id", "première"));

      await().untilAsserted(() -> assertThat(run.get("").body()).contains("première"));
      assertThat(run.output()).contains("lab.données", "db.getCollection('données').insertOne({})");
    }
  }

  @Test
  void aNameThatJavaCannotDecodeIsRefusedAndNamed() {
    try (DevelopmentMongo mongo = DevelopmentMongo.start(FreePorts.any());
        RunScript run =
            RunScript.typed(
                    FreePorts.any(),
                    Map.of("LC_ALL", "C", "LANG", "C"),
                    // Latin-1
                    "--mongo " + mongo.uri() + " --ns $'lab.donn\\351es'")
                .ready()) {
      await()
          .untilAsserted(
              () ->
                  assertThat(run.get("api/feeds/changes").body())
                      .contains("\"state\":\"stopped\"", "Invalid tidewatch.ns", "LANG=C.UTF-8"));
      assertThat(run.get("").statusCode()).isEqualTo(503);
      assertThat(run.get("").body()).contains("Invalid tidewatch.ns", "LANG=C.UTF-8");
      assertThat(run.get("health/ready").statusCode()).isEqualTo(503);
      assertThat(run.output()).contains("Invalid tidewatch.ns").doesNotContain("\tat ");
    }
  }

  @Test
  void theDemonstrationShowsEachUserTheirOrdersAndNoMore() throws Exception {
    try (RunScript run = RunScript.start(FreePorts.any(), Map.of(), "--access", "demo").ready()) {
      Matcher curls = Pattern.compile("(?m)^ +(curl .*)$").matcher(run.output());
      List<String> lines = curls.results().map(line -> line.group(1)).toList();
      assertThat(lines).hasSize(4);
      bash(lines.get(0));
      String login =
          "curl -s -b target/run/anna " + run.base() + "api/feeds/changes/changes?wait=20";

      String first = bash(login);
      assertThat(first).contains("\"customer\": \"anna\"").doesNotContain("\"ben\"", "margin");
      assertThat(bash(lines.get(1))).contains("\"status\":401");
      assertThat(bash(lines.get(2))).contains("\"status\":403");
      assertThat(bash(lines.get(3))).contains("\"changes\":[]");
      assertThat(run.output()).doesNotContain("\tat ");
    }
  }

  private static String bash(String line) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", line)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(line).isZero();
    return output;
  }

  private static void awaitLive(RunScript run) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(run.get("api/feeds/changes").body()).contains("\"state\":\"live\""));
  }

  private static String printedUri(RunScript run) {
    Matcher uri = Pattern.compile("MongoDB +(mongodb://\\S+)").matcher(run.output());
    assertThat(uri.find()).isTrue();
    return uri.group(1);
  }

  private static String pathWithoutMongod() {
    return Stream.of(System.getenv("PATH").split(":"))
        .filter(folder -> !Files.exists(Path.of(folder, "mongod")))
        .collect(Collectors.joining(":"));
  }
}
