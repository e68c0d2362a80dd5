package dev.tidewatch.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.tidewatch.testing.Alone;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The drivers' shared tests of change streams, each as a test. */
@NeedsRealMongo
@EnabledIfEnvironmentVariable(
    named = ChangeStreamSpecificationIT.FOLDER,
    matches = ".+",
    disabledReason =
        "needs the specification's tests: set TIDEWATCH_SPECIFICATIONS to the folder that holds"
            + " change-streams/")
@Alone // some of its fail points hit every client of the server
class ChangeStreamSpecificationIT {

  static final String FOLDER = "TIDEWATCH_SPECIFICATIONS";

  private static final Path WRITTEN = Path.of("target/specification.md");
  private static final Path COMMITTED = Path.of("docs/specification.md");

  // a client a case, each of which would tell its life
  private static final Logger DRIVER = Logger.getLogger("org.mongodb.driver");

  private static MongoClient client;
  private static Server server;

  private final Report report = new Report();

  @BeforeAll
  static void connect() {
    DRIVER.setLevel(Level.WARNING);
    client = MongoClients.create(RealMongo.uri());
    server = Server.of(client);
  }

  @AfterAll
  static void disconnect() {
    client.close();
    DRIVER.setLevel(null);
  }

  @TestFactory
  Stream<DynamicNode> aChangeStreamDoesWhatTheSpecificationSays() {
    CaseRun runner = new CaseRun(RealMongo.uri(), client, server);
    Stream<DynamicNode> files =
        SpecificationFile.all(Path.of(System.getenv(FOLDER))).stream()
            .map(
                file ->
                    dynamicContainer(
                        file.name(), file.cases().stream().map(test -> test(runner, file, test))));
    return Stream.concat(
        files, Stream.of(dynamicTest(COMMITTED + " says what this run says", this::compare)));
  }

  private DynamicTest test(CaseRun runner, SpecificationFile file, BsonDocument test) {
    String name = test.getString("description").getValue();
    return dynamicTest(name, () -> report.note(file.name(), name, () -> runner.run(file, test)));
  }

  private void compare() {
    String page = ReportPage.of(server, report);
    ReportPage.write(WRITTEN, page);
    System.out.printf("The specification's tests on %s:%n%s", server, report.summary());

    String committed = ReportPage.read(COMMITTED);
    ReportPage.incomparable(committed, server)
        .ifPresent(reason -> Assumptions.abort(COMMITTED + " is not compared: " + reason));
    assertThat(committed)
        .as("%s: if the run is right, copy %s there", COMMITTED, WRITTEN)
        .isEqualTo(page);
  }
}
