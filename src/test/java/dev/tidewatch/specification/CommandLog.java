package dev.tidewatch.specification;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bson.BsonDocument;

/** The commands that a client has started, without those that a case does not count. */
final class CommandLog implements CommandListener {

  /** Of the test itself, and those that the driver shows without their content. */
  private static final Set<String> NEVER =
      Set.of(
          "configurefailpoint",
          "authenticate",
          "saslstart",
          "saslcontinue",
          "getnonce",
          "createuser",
          "updateuser",
          "copydbgetnonce",
          "copydbsaslstart",
          "copydb");

  private final Set<String> ignored = new HashSet<>(NEVER);
  private final List<Started> commands = new ArrayList<>();
  private boolean over;

  /**
   * One command.
   *
   * @param database where it was sent
   */
  record Started(String name, String database, BsonDocument command) {}

  CommandLog(List<String> ignored) {
    ignored.forEach(name -> this.ignored.add(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public synchronized void commandStarted(CommandStartedEvent event) {
    if (!over && !ignored.contains(event.getCommandName().toLowerCase(Locale.ROOT))) {
      // the event's own document is only valid in here
      commands.add(
          new Started(event.getCommandName(), event.getDatabaseName(), event.getCommand().clone()));
    }
  }

  /** What comes from now on is not the case's doing. */
  synchronized void stop() {
    over = true;
  }

  synchronized List<Started> commands() {
    return List.copyOf(commands);
  }
}
