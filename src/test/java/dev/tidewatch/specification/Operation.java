package dev.tidewatch.specification;

import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Does one operation of a case and checks what it comes to. */
final class Operation {

  private static final String RUNNER = "testRunner";

  private final Entities entities;
  private final FailPoints failPoints;

  Operation(Entities entities, FailPoints failPoints) {
    this.entities = entities;
    this.failPoints = failPoints;
  }

  /** Throws an unexpected error as it is, and an AssertionError for everything else. */
  void run(BsonDocument operation) {
    String title = "operation " + operation.get("name");
    Fields.check(
        title,
        operation,
        fields -> {
          Result result = result(fields);
          check(title, fields, result);
        });
  }

  private Result result(Fields fields) {
    String name = fields.text("name");
    String object = fields.text("object");
    BsonDocument arguments =
        fields.find("arguments", BsonDocument.class).orElseGet(BsonDocument::new);
    return Fields.read(
        "arguments of " + name,
        arguments,
        given -> {
          if (object.equals(RUNNER)) {
            return special(name, given);
          }
          Entity entity = entities.get(object, Entity.class);
          try {
            return entity.run(name, given);
          } catch (RuntimeException e) {
            return Result.failed(e);
          }
        });
  }

  private Result special(String name, Fields arguments) {
    if (!name.equals("failPoint")) {
      throw Entity.unknown(RUNNER, name);
    }
    failPoints.set(
        entities.get(arguments.text("client"), ClientEntity.class),
        arguments.get("failPoint", BsonDocument.class));
    return Result.NOTHING;
  }

  private void check(String title, Fields fields, Result result) {
    Optional<BsonDocument> expectError = fields.find("expectError", BsonDocument.class);
    if (expectError.isPresent()) {
      ExpectedError.match(expectError.get(), result.error());
    } else if (result.error() != null) {
      throw result.error();
    }
    fields
        .find("expectResult", BsonValue.class)
        .ifPresent(expected -> Matcher.match(title + ": its result", expected, result.value()));
    fields
        .findText("saveResultAsEntity")
        .ifPresent(
            name -> {
              if (result.entity() == null) {
                throw new AssertionError(title + " makes nothing to be kept as " + name);
              }
              entities.put(name, result.entity());
            });
  }
}
