package dev.tidewatch.feed.control.snapshots;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import dev.tidewatch.feed.control.documents.DocumentPage;
import dev.tidewatch.feed.control.documents.PageKey;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.query.value.RawValue;
import dev.tidewatch.query.value.ValueOrder;
import dev.tidewatch.text.RelaxedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Makes pages of what MongoDB replies, as a view shows them. Thread-safe. */
final class PageReply {

  private final Supplier<MongoClient> client;

  PageReply(Supplier<MongoClient> client) {
    this.client = client;
  }

  /** The page. Ends the cursor if the reply was full before the page was; blocks for that. */
  DocumentPage page(PageKey key, BsonDocument reply) {
    BsonDocument cursor = reply.getDocument("cursor");
    long open = cursor.getInt64("id").getValue();
    if (open != 0) {
      kill(key.snapshot().collection(), open);
    }
    BsonArray batch = cursor.getArray("firstBatch");
    List<DocumentPage.Shown> shown = new ArrayList<>(batch.size());
    BsonValue last = key.after();
    for (BsonValue value : batch) {
      RawBsonDocument document = (RawBsonDocument) value;
      BsonValue id = document.get("_id");
      if (last == key.after() && last != null && isSame(id, last)) {
        continue;
      }
      last = id;
      RawBsonDocument visible = key.view().show(document);
      if (visible != null) {
        shown.add(new DocumentPage.Shown(last, RelaxedJson.utf8(visible, 0)));
      }
    }
    return new DocumentPage(shown, last, open == 0 && batch.size() < key.limit());
  }

  /** Whether MongoDB takes two for equal, such as 1 and 1.0. */
  private static boolean isSame(BsonValue id, BsonValue other) {
    return ValueOrder.compare(RawValue.alone(id), RawValue.alone(other)) == 0;
  }

  private void kill(Namespace collection, long cursor) {
    try {
      client
          .get()
          .getDatabase(collection.database())
          .runCommand(
              new BsonDocument("killCursors", new BsonString(collection.collection()))
                  .append("cursors", new BsonArray(List.of(new BsonInt64(cursor)))));
    } catch (MongoException e) {
      // the server ends it after ten minutes
    }
  }
}
