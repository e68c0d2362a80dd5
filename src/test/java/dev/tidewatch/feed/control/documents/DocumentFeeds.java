package dev.tidewatch.feed.control.documents;

import com.mongodb.client.MongoClient;
import dev.tidewatch.config.DocumentSettings;
import dev.tidewatch.feed.control.delivery.TestFeed;
import dev.tidewatch.feed.control.snapshots.MongoDocuments;
import dev.tidewatch.feed.control.source.ConfiguredStreamSource;
import dev.tidewatch.feed.control.source.FeedStreamFactory;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.mongo.MongoConnection;
import java.util.List;

/** Feeds of one collection whose readers may ask for its documents. */
final class DocumentFeeds {

  private DocumentFeeds() {}

  /**
   * Starts one.
   *
   * @param client reads the documents
   */
  static TestFeed start(
      Namespace collection,
      boolean images,
      int logEntries,
      DocumentSettings bounds,
      MongoConnection mongo,
      MongoClient client) {
    FeedSettings settings =
        new FeedSettings(
            "documents",
            collection.toString(),
            collection,
            List.of(),
            null,
            null,
            false,
            images,
            null,
            false);
    FeedStreamFactory streams =
        new FeedStreamFactory(new ConfiguredStreamSource(settings, mongo), settings);
    return new TestFeed(
        streams,
        logEntries,
        mongo::hosts,
        settings.imagePolicy(),
        new MongoDocuments(() -> client, streams),
        bounds);
  }
}
