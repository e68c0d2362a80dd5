package dev.tidewatch.stream;

import com.mongodb.client.MongoClient;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonString;
import org.bson.Document;

/** What a real MongoDB knows of the cursors that a test opened. */
final class ServerCursors {

  private ServerCursors() {}

  /** How many there are, idle or with a getMore under way, that were opened with a comment. */
  static int count(MongoClient client, BsonString comment) {
    return client
        .getDatabase("admin")
        .aggregate(
            List.of(
                Document.parse("{$currentOp: {idleCursors: true}}"),
                new Document("$match", new Document("cursor.originatingCommand.comment", comment))))
        .into(new ArrayList<>())
        .size();
  }
}
