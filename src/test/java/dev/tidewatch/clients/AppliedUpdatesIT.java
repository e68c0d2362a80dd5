package dev.tidewatch.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import dev.tidewatch.testing.Fork;
import dev.tidewatch.testing.NpmFolder;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JavaScript client applies random updates to documents as they were; MongoDB's own images say
 * what they have to become.
 */
@NeedsRealMongo
class AppliedUpdatesIT {

  private static final int UPDATES = 2_000;
  private static final List<String> FIELDS = List.of("a", "b", "0", "1");

  private final Random random = new Random(17);

  @TempDir private Path folder;

  @Test
  void whatMongoDbReportsIsAppliedExactlyOrNotAtAll() throws Exception {
    assumeTrue(NpmFolder.isAvailable(), "needs node on the PATH");
    Path updates = folder.resolve("updates");
    Files.write(updates, record());

    JsonObject told = apply(updates);

    assertThat(told.getJsonArray("wrong")).isEmpty();
    // by an element that is removed, which has to be read again
    assertThat(told.getInt("exact")).isGreaterThan(told.getInt("refused") * 50).isGreaterThan(500);
  }

  private static JsonObject apply(Path updates) throws Exception {
    Process node =
        new ProcessBuilder(
                "node", "src/test/resources/client/apply-updates.mjs", updates.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor()).as(printed).isZero();
    try (var json = Json.createReader(new StringReader(printed))) {
      return json.readObject();
    }
  }

  private List<String> record() {
    List<String> lines = new ArrayList<>();
    try (MongoClient client = MongoClients.create(RealMongo.uri())) {
      MongoDatabase database = client.getDatabase(Fork.own("applied_updates_it"));
      database.drop();
      database.runCommand(
          Document.parse("{create: 'c', changeStreamPreAndPostImages: {enabled: true}}"));
      MongoCollection<Document> collection = database.getCollection("c");
      try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream =
          collection
              .watch()
              .fullDocument(FullDocument.REQUIRED)
              .fullDocumentBeforeChange(FullDocumentBeforeChange.REQUIRED)
              .showExpandedEvents(true)
              .cursor()) {
        for (int i = 0; i < UPDATES; i++) {
          if (i % 20 == 0) {
            collection.replaceOne(
                new Document("_id", 1),
                document(3),
                new com.mongodb.client.model.ReplaceOptions().upsert(true));
          }
          update(collection);
        }
        collection.insertOne(new Document("_id", "end"));
        for (ChangeStreamDocument<Document> change = stream.next();
            !change.getDocumentKey().get("_id").isString();
            change = stream.next()) {
          if (change.getUpdateDescription() != null) {
            lines.add(line(change));
          }
        }
      }
      database.drop();
    }
    return lines;
  }

  private static String line(ChangeStreamDocument<Document> change) {
    var what = change.getUpdateDescription();
    Document description =
        new Document("updatedFields", what.getUpdatedFields())
            .append("removedFields", what.getRemovedFields())
            .append(
                "truncatedArrays",
                what.getTruncatedArrays() == null
                    ? List.of()
                    : what.getTruncatedArrays().stream()
                        .map(
                            t ->
                                new Document("field", t.getField())
                                    .append("newSize", t.getNewSize()))
                        .toList())
            .append("disambiguatedPaths", what.getDisambiguatedPaths());
    return new Document("before", change.getFullDocumentBeforeChange())
        .append("description", description)
        .append("after", change.getFullDocument())
        .toJson();
  }

  /** One that fits the document or does not: MongoDB refuses many, and some change nothing. */
  private void update(MongoCollection<Document> collection) {
    try {
      if (random.nextBoolean()) {
        collection.updateOne(new Document("_id", 1), operators());
      } else {
        collection.updateOne(new Document("_id", 1), List.of(stage()));
      }
    } catch (MongoWriteException e) {
      // a path through a value, for example
    }
  }

  private Bson operators() {
    String path = path();
    Object value = value(2);
    return switch (random.nextInt(7)) {
      case 0, 1 -> new Document("$set", new Document(path, value));
      case 2 -> new Document("$unset", new Document(path, 1));
      case 3 -> new Document("$push", new Document(path, value));
      case 4 -> new Document("$pop", new Document(path, 1));
      case 5 -> new Document("$rename", new Document(path, "r" + random.nextInt(3)));
      default ->
          new Document(
              "$push",
              new Document(path, new Document("$each", List.of(value)).append("$slice", -2)));
    };
  }

  private Document stage() {
    String path = path();
    return switch (random.nextInt(5)) {
      case 0 -> new Document("$set", new Document(path, new Document("$literal", value(2))));
      case 1 -> new Document("$unset", path);
      case 2 ->
          new Document("$set", new Document(path, new Document("$slice", List.of("$" + path, 2))));
      case 3 ->
          new Document(
              "$replaceWith",
              new Document(
                  "$setField",
                  new Document("field", "a.b")
                      .append("input", "$$ROOT")
                      .append("value", value(1))));
      default ->
          new Document(
              "$replaceWith", new Document("$mergeObjects", List.of("$$ROOT", document(2))));
    };
  }

  private String path() {
    StringBuilder path = new StringBuilder(FIELDS.get(random.nextInt(2)));
    IntStream.range(0, random.nextInt(3))
        .forEach(i -> path.append('.').append(FIELDS.get(random.nextInt(FIELDS.size()))));
    return path.toString();
  }

  private Document document(int depth) {
    Document document = new Document("_id", 1);
    FIELDS.forEach(field -> document.append(field, value(depth)));
    return document;
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 3)) {
      case 0 -> random.nextInt(100);
      case 1 -> new java.util.Date(random.nextInt());
      case 2 -> new org.bson.types.ObjectId();
      case 3 -> new Document("a", value(depth - 1)).append("0", value(depth - 1));
      default -> IntStream.range(0, random.nextInt(5)).mapToObj(i -> value(depth - 1)).toList();
    };
  }
}
