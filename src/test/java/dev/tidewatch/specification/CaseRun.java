package dev.tidewatch.specification;

import com.mongodb.client.MongoClient;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Assumptions;

/** Runs cases against one server. */
final class CaseRun {

  private final String uri;
  private final MongoClient internal;
  private final Server server;

  /**
   * @param internal for what is no case's own doing
   */
  CaseRun(String uri, MongoClient internal, Server server) {
    this.uri = uri;
    this.internal = internal;
    this.server = server;
  }

  /** Returns if the case holds, aborts with the reason if it is not for this server. */
  void run(SpecificationFile file, BsonDocument test) {
    Fields.check(
        "the case",
        test,
        fields -> {
          fields.text("description");
          run(file, fields);
        });
  }

  private void run(SpecificationFile file, Fields test) {
    List<BsonDocument> operations = test.documents("operations");
    List<BsonDocument> events = test.findDocuments("expectEvents");
    skipUnlessMet(file.requirements());
    skipUnlessMet(test.findDocuments("runOnRequirements"));
    if (!server.testCommands() && operations.stream().anyMatch(CaseRun::setsFailPoint)) {
      Assumptions.abort("needs a server with --setParameter enableTestCommands=1");
    }
    file.initialData().forEach(data -> InitialData.write(internal, data));
    try (Entities entities = new Entities(uri, server.topology())) {
      entities.create(file.entities());
      try (FailPoints failPoints = new FailPoints()) {
        operations.forEach(new Operation(entities, failPoints)::run);
        entities.stopListening();
      }
      events.forEach(expected -> checkEvents(expected, entities));
    }
  }

  private void skipUnlessMet(List<BsonDocument> requirements) {
    Optional<String> reason = Requirements.unmet(requirements, server);
    reason.ifPresent(Assumptions::abort);
  }

  private static boolean setsFailPoint(BsonDocument operation) {
    return operation.getString("name").getValue().equals("failPoint");
  }

  private static void checkEvents(BsonDocument expected, Entities entities) {
    Fields.check(
        "expectEvents",
        expected,
        fields -> {
          String name = fields.text("client");
          CommandLog log = entities.get(name, ClientEntity.class).log();
          if (log == null) {
            throw new AssertionError("events of " + name + ", which is not observed");
          }
          ExpectedEvents.match(
              fields.get("events", BsonArray.class),
              fields.findFlag("ignoreExtraEvents").orElse(false),
              log.commands());
        });
  }
}
