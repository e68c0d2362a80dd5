package dev.tidewatch.bench;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * Replaces documents in turn, each of which has a number as its {@code _id} and an owner of its
 * own.
 */
final class OwnedDocuments extends Source {

  private final MongoCollection<Document> collection;
  private int number = 1;

  OwnedDocuments(MongoCollection<Document> collection) {
    this.collection = collection;
  }

  /** How many documents there are. */
  void number(int count) {
    number = count;
  }

  static String owner(int id) {
    return "owner-" + id;
  }

  @Override
  void make(int first, int count) {
    collection.bulkWrite(
        IntStream.range(first, first + count)
            .mapToObj(
                n ->
                    new ReplaceOneModel<>(
                        Filters.eq(n % number), document(n), new ReplaceOptions().upsert(true)))
            .toList());
  }

  private Document document(int n) {
    return new Document("m", Marker.now(n))
        .append("owner", owner(n % number))
        .append("n", n % number)
        .append("pad", MongoSource.PAD);
  }

  @Override
  public void close() {
    // the collection's client is another's
  }
}
