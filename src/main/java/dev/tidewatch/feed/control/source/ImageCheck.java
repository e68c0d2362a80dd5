package dev.tidewatch.feed.control.source;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import dev.tidewatch.config.FeedProperty;
import dev.tidewatch.config.InvalidSettingException;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.text.MongoshText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Whether the collections that a feed watches keep pre- and post-images. Without them nobody can
 * tell later what a reader might have seen of a change.
 */
final class ImageCheck {

  private static final Set<String> SERVERS_OWN = Set.of("admin", "config", "local");
  private static final String OPTION = "changeStreamPreAndPostImages: {enabled: true}";
  private static final int UNAUTHORIZED = 13;

  /** The most commands in a message. */
  private static final int MOST = 5;

  private final FeedSettings settings;
  private final MongoClient client;

  ImageCheck(FeedSettings settings, MongoClient client) {
    this.settings = settings;
    this.client = client;
  }

  /**
   * Checks the collections.
   *
   * @throws InvalidSettingException if one keeps no images; it says what to type
   * @throws StreamException if the feed's collection does not exist, for as long as that is so
   */
  void verify() {
    Namespace ns = settings.namespace();
    List<String> commands = new ArrayList<>();
    if (ns.database() == null) {
      for (String database : client.listDatabaseNames()) {
        if (!SERVERS_OWN.contains(database)) {
          addCommands(database, null, commands);
        }
      }
    } else {
      addCommands(ns.database(), ns.collection(), commands);
    }
    if (!commands.isEmpty()) {
      throw new InvalidSettingException(message(commands));
    }
  }

  /** Adds the commands that make collections of a database keep images, or one of them. */
  private void addCommands(String database, String only, List<String> commands) {
    String shell = "db.getSiblingDB(" + quoted(database) + ")";
    List<BsonDocument> collections = collections(database, only);
    for (BsonDocument collection : collections) {
      String name = collection.getString("name").getValue();
      boolean isWatched =
          collection.getString("type", new BsonString("collection")).getValue().equals("collection")
              && !name.startsWith("system.");
      if (isWatched && !keepsImages(collection)) {
        commands.add(shell + ".runCommand({collMod: " + quoted(name) + ", " + OPTION + "})");
      }
    }
    if (only != null && collections.isEmpty()) {
      // not final, because a collection may be dropped and created again
      throw new StreamException(
          new StreamFailure(
              StreamFailure.Kind.NO_COLLECTION,
              "%s is true, and %s does not exist: run %s.createCollection(%s, {%s}) in mongosh; the watch begins then"
                  .formatted(
                      FeedProperty.IMAGES.of(settings.name()),
                      settings.ns(),
                      shell,
                      quoted(only),
                      OPTION)),
          null);
    }
  }

  private List<BsonDocument> collections(String database, String only) {
    BsonDocument filter =
        only == null ? new BsonDocument() : new BsonDocument("name", new BsonString(only));
    try {
      return client
          .getDatabase(database)
          .listCollections(BsonDocument.class)
          .filter(filter)
          .into(new ArrayList<>());
    } catch (MongoCommandException e) {
      if (e.getErrorCode() == UNAUTHORIZED) {
        throw new InvalidSettingException(
            "%s is true, and MongoDB does not let this user see whether the collections of %s keep images: grant it listCollections there"
                .formatted(FeedProperty.IMAGES.of(settings.name()), database));
      }
      throw e;
    }
  }

  private static boolean keepsImages(BsonDocument collection) {
    BsonDocument images =
        collection
            .getDocument("options", new BsonDocument())
            .getDocument("changeStreamPreAndPostImages", new BsonDocument());
    return images.containsKey("enabled") && images.getBoolean("enabled").getValue();
  }

  private String message(List<String> commands) {
    int count = commands.size();
    String rest = count > MOST ? " and likewise for " + (count - MOST) + " more" : "";
    return "%s is true, and %s: run %s%s in mongosh, then start Tidewatch again"
        .formatted(
            FeedProperty.IMAGES.of(settings.name()),
            count == 1
                ? "a watched collection keeps no images"
                : count + " watched collections keep no images",
            String.join("; ", commands.subList(0, Math.min(MOST, count))),
            rest);
  }

  private static String quoted(String name) {
    return MongoshText.print(new BsonString(name));
  }
}
