package dev.tidewatch.feed.entity;

import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;

/**
 * The settings of one feed.
 *
 * @param name the name that clients use in paths
 * @param ns the namespace as configured, for messages
 * @param namespace the parsed namespace; null if there is a {@code problem}
 * @param pipeline stages after {@code $changeStream}
 * @param fullDocument a mode as MongoDB names it; null leaves it to the server
 * @param fullDocumentBeforeChange likewise
 * @param showExpandedEvents whether DDL events are shown
 * @param images whether the stream carries stored pre- and post-images, which decide what a reader
 *     with rules may see
 * @param problem what is wrong with the settings, and the remedy; null if nothing is
 * @param application whether it belongs to a sample application and is not listed in {@code
 *     tidewatch.feeds}: that application's page reports its state, and health does not depend on it
 */
public record FeedSettings(
    String name,
    String ns,
    Namespace namespace,
    List<BsonDocument> pipeline,
    String fullDocument,
    String fullDocumentBeforeChange,
    boolean showExpandedEvents,
    boolean images,
    String problem,
    boolean application) {

  private static final String WHEN_AVAILABLE = "whenAvailable";
  private static final String REQUIRED = "required";

  /** The name of the feed of the page and of {@code /socket}. */
  public static final String CHANGES = "changes";

  /** The name of the feed of the sample students. */
  public static final String STUDENTS = "students";

  public static final String MESSAGES = "messages";

  /** The names of the sample applications' feeds. */
  public static final List<String> APPLICATIONS = List.of(STUDENTS, MESSAGES);

  public FeedSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(ns, "ns");
    pipeline = List.copyOf(pipeline);
  }

  /** A feed of all changes in one namespace. */
  public static FeedSettings of(String name, String ns, Namespace namespace) {
    return new FeedSettings(name, ns, namespace, List.of(), null, null, false, false, null, false);
  }

  /** A feed that cannot be opened until an operator changes a setting. */
  public static FeedSettings unusable(String name, String ns, String problem) {
    return new FeedSettings(name, ns, null, List.of(), null, null, false, false, problem, false);
  }

  /** These settings as a sample application's feed. */
  public FeedSettings ofApplication() {
    return new FeedSettings(
        name,
        ns,
        namespace,
        pipeline,
        fullDocument,
        fullDocumentBeforeChange,
        showExpandedEvents,
        images,
        problem,
        true);
  }

  /** The mode of the stream's {@code fullDocument}; null leaves it to the server. */
  public String afterMode() {
    return images ? stored(fullDocument) : fullDocument;
  }

  /** The mode of the stream's {@code fullDocumentBeforeChange}; null leaves it to the server. */
  public String beforeMode() {
    return images ? stored(fullDocumentBeforeChange) : fullDocumentBeforeChange;
  }

  private static String stored(String mode) {
    return REQUIRED.equals(mode) ? REQUIRED : WHEN_AVAILABLE;
  }

  /** Which documents changes carry, and which of them readers get: those of its own settings. */
  public ImagePolicy imagePolicy() {
    return new ImagePolicy(
        isStored(afterMode()),
        !images || isStored(fullDocument),
        !images || isStored(fullDocumentBeforeChange));
  }

  private static boolean isStored(String mode) {
    return WHEN_AVAILABLE.equals(mode) || REQUIRED.equals(mode);
  }
}
