package dev.tidewatch.feed.control.view;

import com.mongodb.client.MongoClient;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.ChangeStreamOptions;
import dev.tidewatch.stream.WatchTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * What really happened in a database, by the server's own images: every document at any position.
 */
public final class TrueHistory implements AutoCloseable {

  private final ChangeStream stream;
  private final List<Change> changes = new ArrayList<>();
  private Position start;

  /** Begins now. */
  public TrueHistory(MongoClient client, String database) {
    stream =
        ChangeStream.watch(
            WatchTarget.database(client, database),
            ChangeStreamOptions.builder().fullDocument("required").build());
    stream.open();
    start = Position.of(stream.resumeToken());
  }

  /** Where it begins. */
  public Position start() {
    return start;
  }

  /** Reads until a document was inserted, and returns how many changes there are. */
  public int readTo(BsonValue id) {
    while (true) {
      Optional<RawBsonDocument> event = stream.tryNext();
      if (event.isPresent()) {
        Change change = Change.of(event.get());
        changes.add(change);
        if (change.documentId().filter(id::equals).isPresent()) {
          return changes.size();
        }
      }
    }
  }

  /** The position of the last change. */
  public Position end() {
    return changes.get(changes.size() - 1).position();
  }

  /** The documents of a namespace right after a position. */
  public Map<BsonValue, BsonDocument> at(Position position, String namespace) {
    Map<BsonValue, BsonDocument> documents = new HashMap<>();
    for (Change change : changes) {
      if (change.position().isAfter(position)) {
        break;
      }
      boolean concerned = change.namespace().filter(namespace::equals).isPresent();
      if (concerned) {
        apply(change, documents);
      }
    }
    return documents;
  }

  /** As above, as a view shows them. */
  public Map<BsonValue, BsonDocument> at(Position position, String namespace, ModelView model) {
    Map<BsonValue, BsonDocument> visible = new HashMap<>();
    at(position, namespace)
        .forEach(
            (id, document) -> {
              BsonDocument seen = model.visible(document);
              if (seen != null) {
                visible.put(id, seen);
              }
            });
    return visible;
  }

  /** Where a post-image has a field twice, the database has the last. */
  private static BsonDocument image(Change change) {
    RawBsonDocument sent = (RawBsonDocument) change.document().getDocument("fullDocument");
    return sent.decode(new BsonDocumentCodec());
  }

  private static void apply(Change change, Map<BsonValue, BsonDocument> documents) {
    switch (change.operationType()) {
      case "insert", "update", "replace" ->
          documents.put(change.documentId().orElseThrow(), image(change));
      case "delete" -> documents.remove(change.documentId().orElseThrow());
      default -> documents.clear();
    }
  }

  /** Every unique text of what a view has ever shown. */
  public Set<String> shownTo(ModelView model) {
    Set<String> shown = new HashSet<>();
    for (Change change : changes) {
      if (change.document().containsKey("fullDocument")) {
        BsonDocument visible = model.visible(image(change));
        if (visible != null) {
          shown.addAll(Canaries.in(visible.toJson()));
        }
      }
    }
    return shown;
  }

  /** How many changes of each operation there were. */
  public Map<String, Integer> operations() {
    Map<String, Integer> operations = new HashMap<>();
    changes.forEach(change -> operations.merge(change.operationType(), 1, Integer::sum));
    return operations;
  }

  @Override
  public void close() {
    stream.close();
  }
}
