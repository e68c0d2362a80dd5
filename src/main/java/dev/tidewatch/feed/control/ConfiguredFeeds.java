package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.mongo.InvalidSettingException;
import dev.tidewatch.mongo.Settings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.json.JsonParseException;

/**
 * The feeds that the settings ask for. One whose settings make no sense is there too, and says what
 * would: it must not take the others with it.
 */
final class ConfiguredFeeds {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Settings settings;

  ConfiguredFeeds(Settings settings) {
    this.settings = settings;
  }

  /**
   * The feed of the page first, then those of {@code tidewatch.feeds} as they are listed, then
   * those of the applications: their pages are live with nothing to set.
   */
  List<FeedSettings> list() {
    Set<String> names = new LinkedHashSet<>();
    names.add(FeedSettings.CHANGES);
    names.addAll(settings.feeds());
    if (settings.applications()) {
      names.addAll(FeedSettings.APPLICATIONS);
    }
    return names.stream().map(this::read).toList();
  }

  /** One that is listed counts for health, also under an application's name. */
  private FeedSettings read(String name) {
    FeedSettings feed = readAny(name);
    return isApplications(name) && !settings.feeds().contains(name) ? feed.ofApplication() : feed;
  }

  private FeedSettings readAny(String name) {
    String ns = "";
    try {
      Optional<String> given = settings.feed(name, "ns");
      ns = given.orElse("");
      settings.problem().ifPresent(ConfiguredFeeds::refuse);
      if (!NAME.matcher(name).matches()) {
        throw new InvalidSettingException(
            "tidewatch.feeds", name, "a feed's name is of letters, digits, \"-\" and \"_\"");
      }
      ns = fixed(name).orElse(ns);
      if (isApplications(name) && given.isPresent() && !given.get().equals(ns)) {
        throw new InvalidSettingException(
            property(name, "ns"),
            given.get(),
            "the feed %s is of tidewatch.%s.ns (%s): give this one another name"
                .formatted(name, name, ns));
      }
      return new FeedSettings(
          name,
          ns,
          namespace(name, ns),
          pipeline(name),
          settings.feed(name, "full-document").orElse(null),
          settings.feed(name, "full-document-before-change").orElse(null),
          flag(name, "expanded-events"),
          null,
          false);
    } catch (InvalidSettingException e) {
      return FeedSettings.unusable(
          name, name.equals(FeedSettings.CHANGES) ? settings.ns() : ns, e.getMessage());
    }
  }

  private static void refuse(String problem) {
    throw new InvalidSettingException(problem);
  }

  private boolean isApplications(String name) {
    return settings.applications() && FeedSettings.APPLICATIONS.contains(name);
  }

  /** What a feed watches that another setting decides on. */
  private Optional<String> fixed(String name) {
    if (name.equals(FeedSettings.CHANGES)) {
      settings.nsProblem().ifPresent(ConfiguredFeeds::refuse);
      return Optional.of(settings.ns());
    }
    if (!isApplications(name)) {
      return Optional.empty();
    }
    return Optional.of(
        (name.equals(FeedSettings.STUDENTS) ? settings.studentsNs() : settings.messagesNs())
            .getFullName());
  }

  private static Namespace namespace(String name, String ns) {
    try {
      return Namespace.parse(ns);
    } catch (IllegalArgumentException e) {
      throw name.equals(FeedSettings.CHANGES)
          ? new InvalidSettingException(e.getMessage())
          : new InvalidSettingException(
              property(name, "ns"), ns, "must be db.coll, db.* for a database, or * for all");
    }
  }

  private List<BsonDocument> pipeline(String name) {
    String text = settings.feed(name, "pipeline").orElse("[]");
    try {
      return BsonArray.parse(text).stream().map(BsonValue::asDocument).toList();
    } catch (JsonParseException | org.bson.BsonInvalidOperationException e) {
      throw new InvalidSettingException(
          property(name, "pipeline"), text, "must be a JSON array of stages");
    }
  }

  private boolean flag(String name, String key) {
    String text = settings.feed(name, key).orElse("false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new InvalidSettingException(property(name, key), text, "must be true or false");
    };
  }

  private static String property(String name, String key) {
    return "tidewatch.feed." + name + "." + key;
  }
}
