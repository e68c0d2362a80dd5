package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.mongo.InvalidSettingException;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.ChangeStreamOptions;
import dev.tidewatch.stream.WatchTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/** The change stream that a feed's settings ask for. */
final class ConfiguredSource implements StreamSource {

  private static final Duration MAX_AWAIT = Duration.ofSeconds(1);

  private final FeedSettings settings;
  private final MongoConnection mongo;

  ConfiguredSource(FeedSettings settings, MongoConnection mongo) {
    this.settings = settings;
    this.mongo = mongo;
  }

  /** Throws InvalidSettingException if the settings make no sense. */
  @Override
  public ChangeStream startAfter(
      Position position, List<BsonDocument> lastStages, Integer batchSize) {
    if (settings.problem() != null) {
      throw new InvalidSettingException(settings.problem());
    }
    List<BsonDocument> pipeline = new ArrayList<>(settings.pipeline());
    pipeline.addAll(lastStages);
    ChangeStreamOptions.Builder options =
        ChangeStreamOptions.builder()
            .pipeline(pipeline)
            .fullDocument(settings.fullDocument())
            .fullDocumentBeforeChange(settings.fullDocumentBeforeChange())
            .maxAwaitTime(MAX_AWAIT);
    if (settings.showExpandedEvents()) {
      options.showExpandedEvents(true);
    }
    if (batchSize != null) {
      options.batchSize(batchSize);
    }
    if (position != null) {
      options.startAfter(position.resumeToken());
    }
    return ChangeStream.watch(target(), options.build());
  }

  private WatchTarget target() {
    Namespace ns = settings.namespace();
    if (ns.database() == null) {
      return WatchTarget.deployment(mongo.client());
    }
    return ns.collection() == null
        ? WatchTarget.database(mongo.client(), ns.database())
        : WatchTarget.collection(mongo.client(), ns.database(), ns.collection());
  }
}
