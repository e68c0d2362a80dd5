package dev.tidewatch.feed.control;

import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.mongo.InvalidSettingException;
import dev.tidewatch.mongo.Settings;
import java.util.ArrayList;
import java.util.List;
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

  /** The feed of the page first, then those of {@code tidewatch.feeds} as they are listed. */
  List<FeedSettings> list() {
    List<FeedSettings> feeds = new ArrayList<>();
    feeds.add(read(Feeds.CHANGES));
    settings.feeds().stream()
        .distinct()
        .filter(name -> !name.equals(Feeds.CHANGES))
        .map(this::read)
        .forEach(feeds::add);
    return feeds;
  }

  private FeedSettings read(String name) {
    boolean pages = name.equals(Feeds.CHANGES);
    String ns = pages ? settings.ns() : settings.feed(name, "ns").orElse("");
    try {
      settings
          .problem()
          .ifPresent(
              problem -> {
                throw new InvalidSettingException(problem);
              });
      if (!NAME.matcher(name).matches()) {
        throw new InvalidSettingException(
            "tidewatch.feeds", name, "a feed's name is of letters, digits, \"-\" and \"_\"");
      }
      return new FeedSettings(
          name,
          ns,
          namespace(name, ns, pages),
          pipeline(name),
          settings.feed(name, "full-document").orElse(null),
          settings.feed(name, "full-document-before-change").orElse(null),
          flag(name, "expanded-events"),
          null);
    } catch (InvalidSettingException e) {
      return FeedSettings.unusable(name, ns, e.getMessage());
    }
  }

  private static Namespace namespace(String name, String ns, boolean pages) {
    try {
      return Namespace.parse(ns);
    } catch (IllegalArgumentException e) {
      throw pages
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
