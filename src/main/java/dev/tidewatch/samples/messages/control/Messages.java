package dev.tidewatch.samples.messages.control;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.config.SampleSettings;
import dev.tidewatch.documents.Page;
import dev.tidewatch.documents.PageQuery;
import dev.tidewatch.documents.PageRange;
import dev.tidewatch.mongo.Deadline;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.samples.messages.entity.Message;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.bson.BsonDocument;

/**
 * The collection of messages. Every method blocks, at most until its deadline, and throws the
 * driver's exceptions. Thread-safe.
 */
@ApplicationScoped
public class Messages {

  @Inject private SampleSettings settings;
  @Inject private MongoConnection mongo;

  /** Stores a valid message and returns the stored document. */
  public BsonDocument add(Deadline deadline, Message message) {
    BsonDocument document = message.document();
    collection(deadline).insertOne(document);
    return document;
  }

  /** Lists messages, newest first. */
  public Page page(Deadline deadline, PageRange range) {
    return new PageQuery(range, PageQuery.Order.DESCENDING).run(collection(deadline));
  }

  private MongoCollection<BsonDocument> collection(Deadline deadline) {
    MongoNamespace ns = settings.messages().get();
    return deadline.limit(
        mongo
            .client()
            .getDatabase(ns.getDatabaseName())
            .getCollection(ns.getCollectionName(), BsonDocument.class));
  }
}
