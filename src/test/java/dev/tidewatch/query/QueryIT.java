package dev.tidewatch.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import dev.tidewatch.testing.mongo.RealMongo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Random documents and queries are asked of MongoDB too, and the answers are equal.
 *
 * <p>{@code -Dtidewatch.test.pairs} is how many pairs of a document and a query (1,000,000), {@code
 * -Dtidewatch.test.seed} repeats a run.
 */
@NeedsRealMongo
class QueryIT {

  private static final long SEED = Long.getLong("tidewatch.test.seed", System.nanoTime());
  private static final int PAIRS = Integer.getInteger("tidewatch.test.pairs", 1_000_000);
  private static final int DOCUMENTS = 1_000;
  private static final int QUERIES = 100;

  private static final BsonDocument NATURAL = BsonDocument.parse("{$natural: 1}");

  /** What the language leaves out on purpose, although MongoDB takes it. */
  private static final String LEFT_OUT =
      "a regular expression is not part of a query.*|the field .* has an empty name.*";

  private final RandomValues values = new RandomValues(new Random(SEED));
  private final Set<String> operators = new TreeSet<>();
  private final Set<BsonType> types = new HashSet<>();
  private final List<String> differences = new ArrayList<>();
  private String refusal;
  private long matches;
  private int accepted;
  private int refused;
  private int leftOut;

  private MongoClient client;
  private MongoCollection<RawBsonDocument> collection;

  @BeforeEach
  void connect() {
    client = MongoClients.create(RealMongo.uri());
    collection = client.getDatabase("query_it").getCollection("test", RawBsonDocument.class);
  }

  @AfterEach
  void disconnect() {
    client.getDatabase("query_it").drop();
    client.close();
  }

  @Test
  void aQueryMatchesExactlyWhatMongoDbFinds() {
    for (int i = 0; i < PAIRS / (DOCUMENTS * QUERIES); i++) {
      compareOnce();
    }
    System.out.printf(
        "Seed %d: %d queries over %d documents each, %d pairs matched, %d queries refused by both,"
            + " %d left out%n",
        SEED, accepted, DOCUMENTS, matches, refused, leftOut);

    assertThat(differences).as("with -Dtidewatch.test.seed=" + SEED).isEmpty();
    // the run was worth something
    assertThat(operators).containsAll(Operators.OF_FIELDS).containsAll(Operators.OF_QUERIES);
    assertThat(types)
        .hasSize(BsonType.values().length - 1)
        .doesNotContain(BsonType.END_OF_DOCUMENT);
    assertThat((double) accepted / (accepted + refused + leftOut)).isBetween(0.7, 0.99);
    assertThat((double) matches / DOCUMENTS / accepted).isBetween(0.1, 0.9);
  }

  private void compareOnce() {
    collection.drop();
    collection.insertMany(IntStream.range(0, DOCUMENTS).mapToObj(this::document).toList());
    List<RawBsonDocument> documents = collection.find().into(new ArrayList<>());
    documents.forEach(document -> document.values().forEach(this::noteTypes));
    RandomQueries queries = new RandomQueries(values, documents);
    for (int i = 0; i < QUERIES; i++) {
      compare(queries.next(), documents);
    }
  }

  private RawBsonDocument document(int id) {
    return values.document(new BsonInt32(id), 3);
  }

  private void compare(BsonDocument query, List<RawBsonDocument> documents) {
    Query parsed;
    try {
      parsed = Query.parse(query);
    } catch (InvalidQueryException e) {
      noteRefusal(query, e);
      return;
    }
    Set<Integer> found = find(parsed.toBson());
    if (found == null) {
      differences.add("MongoDB refuses " + query.toJson() + "\n    " + refusal);
      return;
    }
    accepted++;
    noteOperators(query);
    matches += found.size();
    for (RawBsonDocument document : documents) {
      boolean expected = found.contains(document.getInt32("_id").getValue());
      if (parsed.matches(document) != expected && differences.size() < 20) {
        differences.add(
            (expected ? "found by MongoDB: " : "not found by MongoDB: ")
                + query.toJson()
                + "\n    in "
                + document.toJson());
      }
    }
  }

  private void noteRefusal(BsonDocument query, InvalidQueryException e) {
    if (find(query) == null) {
      refused++;
    } else if (e.getMessage().matches(LEFT_OUT)) {
      leftOut++;
    } else {
      differences.add("refused: " + query.toJson() + "\n    " + e.getMessage());
    }
  }

  /** The ids of the documents that MongoDB finds; null if it refuses the query. */
  private Set<Integer> find(BsonDocument query) {
    Set<Integer> ids = new HashSet<>();
    try {
      collection
          .find(query)
          // without the index, whose bounds MongoDB cannot negate for some values
          .hint(NATURAL)
          .projection(Projections.include("_id"))
          .batchSize(DOCUMENTS + 1)
          .forEach(document -> ids.add(document.getInt32("_id").getValue()));
    } catch (MongoCommandException e) {
      refusal = e.getErrorMessage();
      return null;
    } catch (MongoException e) {
      throw new AssertionError("Seed " + SEED + ": " + query.toJson(), e);
    }
    return ids;
  }

  private void noteTypes(BsonValue value) {
    types.add(value.getBsonType());
    within(value).forEach(this::noteTypes);
  }

  private void noteOperators(BsonValue value) {
    if (value.isDocument()) {
      value.asDocument().keySet().stream().filter(n -> n.startsWith("$")).forEach(operators::add);
    }
    within(value).forEach(this::noteOperators);
  }

  private static Collection<BsonValue> within(BsonValue value) {
    if (value.isDocument()) {
      return value.asDocument().values();
    }
    return value.isArray() ? value.asArray() : List.of();
  }
}
