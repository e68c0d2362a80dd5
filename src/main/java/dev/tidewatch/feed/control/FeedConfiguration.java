package dev.tidewatch.feed.control;

import com.mongodb.MongoNamespace;
import dev.tidewatch.config.CheckedSetting;
import dev.tidewatch.config.FeedProperty;
import dev.tidewatch.config.SampleSettings;
import dev.tidewatch.config.Settings;
import dev.tidewatch.config.SettingsReader;
import dev.tidewatch.feed.control.rules.FeedRules;
import dev.tidewatch.feed.control.rules.FeedRulesReader;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Namespace;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonValue;
import org.bson.json.JsonParseException;

/**
 * The feeds that the settings define. A feed with invalid settings is included, reports every
 * problem, and does not affect the others.
 */
final class FeedConfiguration {

  private static final String LATER_DOCUMENT = "updateLookup";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Settings settings;

  FeedConfiguration(Settings settings) {
    this.settings = settings;
  }

  /**
   * The feed {@code changes} first, then the feeds of {@code tidewatch.feeds} in their order, then
   * the sample applications' feeds, which need no settings.
   */
  List<FeedDefinition> list() {
    Set<String> names = new LinkedHashSet<>();
    names.add(FeedSettings.CHANGES);
    names.addAll(settings.feeds());
    if (settings.samples().enabled()) {
      names.addAll(FeedSettings.APPLICATIONS);
    }
    return names.stream().map(this::read).toList();
  }

  /** A listed feed counts for health, even under a sample application's name. */
  private FeedDefinition read(String name) {
    SettingsReader reader = settings.reader();
    if (!NAME.matcher(name).matches()) {
      reader.report(
          "Invalid %s \"%s\", a feed's name is of letters, digits, \"-\" and \"_\""
              .formatted(Settings.FEEDS, name));
    }
    boolean application = isApplications(name);
    String ns = application ? applicationNs(name, reader) : ns(name, reader);
    boolean images = reader.flag(FeedProperty.IMAGES.of(name), false);
    FeedRules rules = new FeedRulesReader(name, images, reader).read(settings);
    FeedSettings feed = read(name, ns, images, reader);
    return new FeedDefinition(
        application && !settings.feeds().contains(name) ? feed.ofApplication() : feed, rules);
  }

  private static FeedSettings read(String name, String ns, boolean images, SettingsReader reader) {
    List<BsonDocument> pipeline =
        reader.value(
            FeedProperty.PIPELINE.of(name),
            List.of(),
            "must be a JSON array of stages",
            FeedConfiguration::stages);
    String fullDocument = reader.text(FeedProperty.FULL_DOCUMENT.of(name)).orElse(null);
    String fullDocumentBeforeChange =
        reader.text(FeedProperty.FULL_DOCUMENT_BEFORE_CHANGE.of(name)).orElse(null);
    boolean expandedEvents = reader.flag(FeedProperty.EXPANDED_EVENTS.of(name), false);
    if (images && LATER_DOCUMENT.equals(fullDocument)) {
      reader.report(
          "Invalid %s \"%s\", must be whenAvailable or required if %s is true: %s shows a later document"
              .formatted(
                  FeedProperty.FULL_DOCUMENT.of(name),
                  LATER_DOCUMENT,
                  FeedProperty.IMAGES.of(name),
                  LATER_DOCUMENT));
    }
    return reader.problems().isEmpty()
        ? new FeedSettings(
            name,
            ns,
            Namespace.parse(ns),
            pipeline,
            fullDocument,
            fullDocumentBeforeChange,
            expandedEvents,
            images,
            null,
            false)
        : FeedSettings.unusable(name, ns, String.join("; ", reader.problems()));
  }

  private boolean isApplications(String name) {
    return settings.samples().enabled() && FeedSettings.APPLICATIONS.contains(name);
  }

  /** The validated namespace that a feed's own settings name. */
  private String ns(String name, SettingsReader reader) {
    boolean changes = name.equals(FeedSettings.CHANGES);
    String setting = changes ? Settings.NS : FeedProperty.NS.of(name);
    String ns = changes ? settings.ns() : reader.raw(setting).orElse("");
    reader.parse(
        setting, ns, "must be db.coll, db.* for a database, or * for all", Namespace::parse);
    return ns;
  }

  /** The namespace of a sample application's feed: that application's collection. */
  private String applicationNs(String name, SettingsReader reader) {
    SampleSettings samples = settings.samples();
    CheckedSetting<MongoNamespace> own =
        name.equals(FeedSettings.STUDENTS) ? samples.students() : samples.messages();
    String given = reader.raw(FeedProperty.NS.of(name)).orElse("");
    if (own.problem().isPresent()) {
      reader.report(own.problem().get());
      return reader.raw("tidewatch." + name + ".ns").orElse("");
    }
    String ns = own.get().getFullName();
    if (!given.isEmpty() && !given.equals(ns)) {
      reader.report(
          "Invalid %s \"%s\", the feed %s is of tidewatch.%s.ns (%s): give this one another name"
              .formatted(FeedProperty.NS.of(name), given, name, name, ns));
    }
    return ns;
  }

  private static List<BsonDocument> stages(String text) {
    try {
      return BsonArray.parse(text).stream().map(BsonValue::asDocument).toList();
    } catch (JsonParseException | BsonInvalidOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
