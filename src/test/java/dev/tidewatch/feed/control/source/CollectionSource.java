package dev.tidewatch.feed.control.source;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.ChangeStreamOptions;
import dev.tidewatch.stream.WatchTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;

/**
 * The change stream of one collection with a pipeline and options, as a feed's settings have them.
 */
public final class CollectionSource implements ChangeStreamSource {

  private final MongoClient client;
  private final String database;
  private final String collection;
  private final List<BsonDocument> pipeline;
  private final Consumer<ChangeStreamOptions.Builder> images;
  private final AtomicInteger opened = new AtomicInteger();
  private volatile UnaryOperator<BsonDocument> sent = UnaryOperator.identity();

  /**
   * A source.
   *
   * @param images sets what a bare stream goes without
   */
  public CollectionSource(
      MongoClient client,
      MongoCollection<?> collection,
      List<BsonDocument> pipeline,
      Consumer<ChangeStreamOptions.Builder> images) {
    this.client = client;
    this.database = collection.getNamespace().getDatabaseName();
    this.collection = collection.getNamespace().getCollectionName();
    this.pipeline = pipeline;
    this.images = images;
  }

  /** The same, with each stage as something else makes of it. */
  CollectionSource sending(UnaryOperator<BsonDocument> stages) {
    sent = stages;
    return this;
  }

  @Override
  public ChangeStream open(StreamOpening opening) {
    opened.incrementAndGet();
    List<BsonDocument> stages = new ArrayList<>(opening.firstStages());
    ChangeStreamOptions.Builder options = ChangeStreamOptions.builder();
    if (!opening.bare()) {
      stages.addAll(pipeline);
      images.accept(options);
    }
    stages.addAll(opening.lastStages());
    options.pipeline(stages.stream().map(sent).toList());
    opening.applyTo(options);
    return ChangeStream.watch(
        WatchTarget.collection(client, database, collection), options.build());
  }

  /** How many streams were made, of which each sends an aggregate when it is used. */
  int opened() {
    return opened.get();
  }
}
