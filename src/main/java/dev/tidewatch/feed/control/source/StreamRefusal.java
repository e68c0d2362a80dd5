package dev.tidewatch.feed.control.source;

import com.mongodb.MongoCommandException;
import dev.tidewatch.config.FeedProperty;
import dev.tidewatch.config.Settings;
import dev.tidewatch.feed.entity.FeedSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a server refuses a feed's change stream, in the server's words, and which setting to change.
 * Only for errors of an aggregate without a first reply, whose text holds settings but no address
 * and no document.
 */
public final class StreamRefusal {

  private static final int MAX_LENGTH = 300;
  private static final Pattern CAUSED_BY = Pattern.compile(" :: caused by :: ");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
  private static final Pattern LAST_STOP = Pattern.compile("\\.?\\s*$");

  private StreamRefusal() {}

  /** The cause and the setting, without the final full stop. */
  static String sentence(MongoCommandException error, FeedSettings settings) {
    String said = said(error);
    String name = " (" + MongoErrorCodes.name(error) + ")";
    if (MongoErrorCodes.isView(error)) {
      return settings.ns()
          + " is a view: change streams need a collection"
          + name
          + ". Set "
          + namespace(settings)
          + " to a collection";
    }
    return said + name + setting(error, said, settings).map(s -> ". Change " + s).orElse("");
  }

  /** The server's message on one line. */
  public static String said(MongoCommandException error) {
    String text = CAUSED_BY.matcher(error.getErrorMessage()).replaceAll(": ");
    text = LAST_STOP.matcher(CONTROL.matcher(text).replaceAll(" ")).replaceFirst("");
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }

  private static Optional<String> setting(
      MongoCommandException error, String said, FeedSettings settings) {
    if (MongoErrorCodes.isAboutNamespace(error)) {
      return Optional.of(namespace(settings));
    }
    String text = said.toLowerCase(Locale.ROOT);
    if (text.contains("readconcern") || text.contains("read concern")) {
      return Optional.of("tidewatch.mongo");
    }
    if (names(said, "fullDocumentBeforeChange")) {
      return Optional.of(FeedProperty.FULL_DOCUMENT_BEFORE_CHANGE.of(settings.name()));
    }
    if (names(said, "fullDocument")) {
      return Optional.of(FeedProperty.FULL_DOCUMENT.of(settings.name()));
    }
    if (names(said, "showExpandedEvents")) {
      return Optional.of(FeedProperty.EXPANDED_EVENTS.of(settings.name()));
    }
    return settings.pipeline().isEmpty()
        ? Optional.empty()
        : Optional.of(FeedProperty.PIPELINE.of(settings.name()));
  }

  /** Whether the message is about an option of the stage, not about a field of the same name. */
  private static boolean names(String said, String option) {
    return said.contains("$changeStream." + option + "'") || said.contains("'" + option + "' opt");
  }

  private static String namespace(FeedSettings settings) {
    String name = settings.name();
    if (name.equals(FeedSettings.CHANGES)) {
      return Settings.NS;
    }
    return settings.application() ? "tidewatch." + name + ".ns" : FeedProperty.NS.of(name);
  }
}
