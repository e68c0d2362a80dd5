package dev.tidewatch.specification;

import com.mongodb.client.MongoDatabase;
import dev.tidewatch.stream.WatchTarget;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;

/** A database, by a client of the case. */
record DatabaseEntity(ClientEntity client, String name) implements Entity {

  MongoDatabase database() {
    return client.client().getDatabase(name);
  }

  @Override
  public Result run(String operation, Fields arguments) {
    return switch (operation) {
      case "createChangeStream" ->
          StreamEntity.open(WatchTarget.database(client.client(), name), arguments);
      case "createCollection" -> createCollection(arguments);
      case "dropCollection" -> {
        database().getCollection(arguments.text("collection")).drop();
        yield Result.NOTHING;
      }
      case "runCommand" -> runCommand(arguments);
      default -> throw Entity.unknown("database", operation);
    };
  }

  private Result createCollection(Fields arguments) {
    String collection = arguments.text("collection");
    Optional<String> viewOn = arguments.findText("viewOn");
    if (viewOn.isPresent()) {
      database().createView(collection, viewOn.get(), List.of());
    } else {
      database().createCollection(collection);
    }
    return Result.NOTHING;
  }

  private Result runCommand(Fields arguments) {
    BsonDocument command = arguments.get("command", BsonDocument.class);
    String commandName = arguments.text("commandName");
    if (!command.getFirstKey().equals(commandName)) {
      throw new AssertionError("the command is not a " + commandName + ": " + command);
    }
    return Result.of(database().runCommand(command, BsonDocument.class));
  }
}
