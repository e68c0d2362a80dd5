package dev.tidewatch.specification;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** Checks the commands that a client has started against those that a case expects. */
final class ExpectedEvents {

  private ExpectedEvents() {}

  /** Fails with an AssertionError that names the first command that differs. */
  static void match(BsonArray expected, boolean ignoreExtra, List<CommandLog.Started> actual) {
    List<String> names = actual.stream().map(CommandLog.Started::name).toList();
    for (int i = 0; i < expected.size(); i++) {
      if (i == actual.size()) {
        throw new AssertionError("no command " + i + ", only " + names);
      }
      match("command " + i + " of " + names, expected.get(i).asDocument(), actual.get(i));
    }
    if (!ignoreExtra && actual.size() > expected.size()) {
      throw new AssertionError("more than " + expected.size() + " commands: " + names);
    }
  }

  private static void match(String what, BsonDocument expected, CommandLog.Started actual) {
    BsonDocument event =
        Fields.read(
            "an expected event",
            expected,
            fields -> fields.get("commandStartedEvent", BsonDocument.class));
    Fields.check(
        "commandStartedEvent",
        event,
        fields -> {
          fields
              .find("command", BsonDocument.class)
              .ifPresent(command -> Matcher.match(what, command, actual.command()));
          fields.findText("commandName").ifPresent(name -> same(what, name, actual.name()));
          fields
              .findText("databaseName")
              .ifPresent(name -> same(what + ": its database", name, actual.database()));
        });
  }

  private static void same(String what, String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(what + " is " + actual + ", expected " + expected);
    }
  }
}
