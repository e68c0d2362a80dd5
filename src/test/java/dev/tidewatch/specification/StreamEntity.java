package dev.tidewatch.specification;

import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.ChangeStreamOptions;
import dev.tidewatch.stream.WatchTarget;
import java.time.Duration;
import java.util.Optional;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** The stream under test. */
record StreamEntity(ChangeStream stream) implements Entity {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Opens one with an operation's arguments; throws what opening throws. */
  static Result open(WatchTarget target, Fields arguments) {
    ChangeStreamOptions.Builder options = ChangeStreamOptions.builder();
    options.pipeline(arguments.findDocuments("pipeline"));
    arguments.findText("fullDocument").ifPresent(options::fullDocument);
    arguments.findText("fullDocumentBeforeChange").ifPresent(options::fullDocumentBeforeChange);
    arguments.find("comment", BsonValue.class).ifPresent(options::comment);
    arguments.findFlag("showExpandedEvents").ifPresent(options::showExpandedEvents);
    arguments
        .find("batchSize", BsonInt32.class)
        .ifPresent(size -> options.batchSize(size.getValue()));
    ChangeStream stream = ChangeStream.watch(target, options.build());
    try {
      stream.open();
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
    return Result.of(new StreamEntity(stream));
  }

  @Override
  public Result run(String operation, Fields arguments) {
    return switch (operation) {
      case "iterateUntilDocumentOrError" -> Result.of(next());
      default -> throw Entity.unknown("change stream", operation);
    };
  }

  private RawBsonDocument next() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (stream.isAlive() && System.nanoTime() < deadline) {
      Optional<RawBsonDocument> change = stream.tryNext();
      if (change.isPresent()) {
        return change.get();
      }
    }
    throw new AssertionError(
        stream.isAlive() ? "no change within " + PATIENCE : "the stream has ended");
  }
}
