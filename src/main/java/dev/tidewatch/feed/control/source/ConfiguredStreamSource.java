package dev.tidewatch.feed.control.source;

import dev.tidewatch.config.InvalidSettingException;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.mongo.MongoConnection;
import dev.tidewatch.stream.ChangeStream;
import dev.tidewatch.stream.ChangeStreamOptions;
import dev.tidewatch.stream.WatchTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;

/** Creates the change stream that a feed's settings define. */
public final class ConfiguredStreamSource implements ChangeStreamSource {

  private final FeedSettings settings;
  private final MongoConnection mongo;

  public ConfiguredStreamSource(FeedSettings settings, MongoConnection mongo) {
    this.settings = settings;
    this.mongo = mongo;
  }

  @Override
  public ChangeStream open(StreamOpening opening) {
    if (settings.problem() != null) {
      throw new InvalidSettingException(settings.problem());
    }
    List<BsonDocument> pipeline = new ArrayList<>(opening.firstStages());
    ChangeStreamOptions.Builder options = ChangeStreamOptions.builder();
    if (!opening.bare()) {
      pipeline.addAll(settings.pipeline());
      options.fullDocument(settings.afterMode()).fullDocumentBeforeChange(settings.beforeMode());
    }
    pipeline.addAll(opening.lastStages());
    options.pipeline(pipeline);
    if (settings.showExpandedEvents()) {
      options.showExpandedEvents(true);
    }
    opening.applyTo(options);
    return ChangeStream.watch(target(), options.build());
  }

  @Override
  public void verify() {
    if (settings.problem() == null && settings.images()) {
      new ImageCheck(settings, mongo.client()).verify();
    }
  }

  @Override
  public Optional<String> trouble() {
    return mongo.trouble();
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
