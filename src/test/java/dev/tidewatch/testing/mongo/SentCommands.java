package dev.tidewatch.testing.mongo;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;

/** What a client sent to read, and what it was answered. Any thread. */
public final class SentCommands implements CommandListener {

  private static final List<String> NAMES = List.of("aggregate", "find", "getMore", "killCursors");

  private final List<BsonDocument> commands = new CopyOnWriteArrayList<>();
  private final List<BsonDocument> replies = new CopyOnWriteArrayList<>();

  @Override
  public void commandStarted(CommandStartedEvent event) {
    if (NAMES.contains(event.getCommandName())) {
      commands.add(copy(event.getCommand()));
    }
  }

  @Override
  public void commandSucceeded(CommandSucceededEvent event) {
    if (NAMES.contains(event.getCommandName())) {
      replies.add(copy(event.getResponse()));
    }
  }

  /** Their names, in order. */
  public List<String> names() {
    return commands.stream().map(BsonDocument::getFirstKey).toList();
  }

  /** How many of a name were sent. */
  public int count(String name) {
    return all(name).size();
  }

  /** Those of a name, in order. */
  public List<BsonDocument> all(String name) {
    return commands.stream().filter(command -> command.getFirstKey().equals(name)).toList();
  }

  /** The last of a name. */
  public BsonDocument last(String name) {
    List<BsonDocument> all = all(name);
    return all.get(all.size() - 1);
  }

  /** The cursor in the last answer to an aggregate or a getMore. */
  public BsonDocument lastCursor() {
    List<BsonDocument> cursors =
        replies.stream().filter(reply -> reply.containsKey("cursor")).toList();
    return cursors.get(cursors.size() - 1).getDocument("cursor");
  }

  /** How many events the answers hold. */
  public long events() {
    return replies.stream()
        .filter(reply -> reply.containsKey("cursor"))
        .map(reply -> reply.getDocument("cursor"))
        .mapToLong(
            cursor ->
                cursor
                    .getArray(cursor.containsKey("firstBatch") ? "firstBatch" : "nextBatch")
                    .size())
        .sum();
  }

  /** Forgets what was sent so far. */
  public void clear() {
    commands.clear();
    replies.clear();
  }

  /** The driver's own is only there while the listener runs. */
  private static BsonDocument copy(BsonDocument document) {
    BsonDocument copy = new BsonDocument();
    copy.putAll(document);
    return copy.clone();
  }
}
