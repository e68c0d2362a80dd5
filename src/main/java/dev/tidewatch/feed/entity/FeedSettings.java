package dev.tidewatch.feed.entity;

import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;

/**
 * What one feed watches, and how.
 *
 * @param name as clients ask for it
 * @param ns as it was set, for people
 * @param namespace the same; null where {@code problem} is not
 * @param pipeline stages after {@code $changeStream}
 * @param fullDocument a mode as MongoDB names it; null leaves it to the server
 * @param fullDocumentBeforeChange likewise
 * @param showExpandedEvents whether DDL events are shown
 * @param problem what is wrong with the settings, and what would be right; null if nothing is
 * @param application whether it belongs to an application and nobody has listed it: its page says
 *     how it is, and health does not depend on it
 */
public record FeedSettings(
    String name,
    String ns,
    Namespace namespace,
    List<BsonDocument> pipeline,
    String fullDocument,
    String fullDocumentBeforeChange,
    boolean showExpandedEvents,
    String problem,
    boolean application) {

  /** The name of the feed of the page and of {@code /socket}. */
  public static final String CHANGES = "changes";

  /** The names of the sample applications' feeds, each of that application's collection. */
  public static final String STUDENTS = "students";

  public static final String MESSAGES = "messages";

  /** The names of the sample applications' feeds. */
  public static final List<String> APPLICATIONS = List.of(STUDENTS, MESSAGES);

  public FeedSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(ns, "ns");
    pipeline = List.copyOf(pipeline);
  }

  /** A feed of everything in one namespace. */
  public static FeedSettings of(String name, String ns, Namespace namespace) {
    return new FeedSettings(name, ns, namespace, List.of(), null, null, false, null, false);
  }

  /** A feed that cannot be opened until a person changes something. */
  public static FeedSettings unusable(String name, String ns, String problem) {
    return new FeedSettings(name, ns, null, List.of(), null, null, false, problem, false);
  }

  /** The same as a feed of an application. */
  public FeedSettings ofApplication() {
    return new FeedSettings(
        name,
        ns,
        namespace,
        pipeline,
        fullDocument,
        fullDocumentBeforeChange,
        showExpandedEvents,
        problem,
        true);
  }
}
