package dev.tidewatch.feed.control.source;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import dev.tidewatch.config.InvalidSettingException;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Gap;

/**
 * What an error of a change stream means and how to react. All classification happens here.
 *
 * @param kind how to react
 * @param detail the server's name for the error, a sentence about the invalid setting, or empty;
 *     never the driver's message, which holds addresses and whole commands
 */
public record StreamFailure(Kind kind, String detail) {

  /** The kind of a failure, which determines the reaction. */
  public enum Kind {
    /** Transient: retried indefinitely. */
    TRANSIENT(ForReader.WAIT),
    /**
     * The oplog does not reach back to the position: the watch continues from now and reports a
     * gap.
     */
    HISTORY_LOST(ForReader.GAP),
    /** The position was never one of this stream's. */
    BAD_POSITION(ForReader.REFUSE),
    /** The position was one of this stream before its pipeline changed. */
    PIPELINE_CHANGED(ForReader.GAP),
    /** The next event is too large to be sent: it is skipped and reported as a gap. */
    OVERSIZED(ForReader.STEP_OVER),
    /** The server cannot produce the next event: it is skipped and reported as a gap. */
    UNREADABLE(ForReader.STEP_OVER),
    /** The server is not a member of a replica set; it may become one. */
    STANDALONE(ForReader.WAIT),
    /** The collection, which has to keep images, does not exist; it may be created. */
    NO_COLLECTION(ForReader.WAIT),
    /** The credentials are invalid or lack the right to watch: an operator must fix them. */
    UNAUTHORIZED(ForReader.END),
    /** A setting is invalid: an operator must fix it. */
    MISCONFIGURED(ForReader.END),
    /** The server refuses the stream as configured: an operator must change a setting. */
    REFUSED(ForReader.END),
    /** The feed's pipeline removes the {@code _id}: an operator must fix it. */
    ID_REMOVED(ForReader.END),
    /** Unknown. It may be transient, so it is retried and reported with its name. */
    UNKNOWN(ForReader.END);

    private final ForReader forReader;

    Kind(ForReader forReader) {
      this.forReader = forReader;
    }

    /** What it means for a reader that catches up. */
    public ForReader forReader() {
      return forReader;
    }

    /** Whether a retry is useless until an operator has changed something. */
    public boolean isFinal() {
      return switch (this) {
        case MISCONFIGURED, UNAUTHORIZED, REFUSED, ID_REMOVED -> true;
        default -> false;
      };
    }

    /** Whether the error's code alone determines this kind. */
    boolean isClear() {
      return switch (this) {
        case REFUSED, UNKNOWN, BAD_POSITION, UNREADABLE -> false;
        default -> true;
      };
    }

    /** Whether it means that the server cannot produce an event. */
    boolean isAboutEvent() {
      return this == OVERSIZED || !isClear();
    }

    /** The reason of the gap that follows; only for kinds that cause a gap. */
    public Gap.Reason gap() {
      return switch (this) {
        case PIPELINE_CHANGED -> Gap.Reason.PIPELINE_CHANGED;
        case OVERSIZED -> Gap.Reason.OVERSIZED;
        case UNREADABLE -> Gap.Reason.UNREADABLE;
        default -> Gap.Reason.HISTORY_LOST;
      };
    }
  }

  /** What a failure means for a reader that catches up from MongoDB. */
  public enum ForReader {
    /** It waits and gets heartbeats. The watch is down as well and reports the cause. */
    WAIT,
    /** It gets a gap and continues where MongoDB's history or the log begins. */
    GAP,
    /** It gets what precedes the event, then a gap in its place, then the rest. */
    STEP_OVER,
    /** Its position is refused. Final. */
    REFUSE,
    /** Its connection is closed with a server error; the client may resume with its id. */
    END
  }

  /**
   * Classifies whatever a change stream threw.
   *
   * @param seeking whether the stream was opened at an event's position and has delivered nothing
   *     since. One error code means that the position was not found if this is true, and that the
   *     pipeline removed an event's {@code _id} if it is false
   */
  public static StreamFailure of(Throwable error, boolean seeking) {
    if (error instanceof StreamException known) {
      return known.failure();
    }
    if (error instanceof InvalidSettingException) {
      return new StreamFailure(Kind.MISCONFIGURED, error.getMessage());
    }
    if (error instanceof MongoSecurityException) {
      return new StreamFailure(Kind.UNAUTHORIZED, "");
    }
    if (error instanceof MongoCommandException command) {
      return new StreamFailure(
          MongoErrorCodes.kind(command, seeking), MongoErrorCodes.name(command));
    }
    return error instanceof MongoException
        ? new StreamFailure(Kind.TRANSIENT, "")
        : new StreamFailure(Kind.UNKNOWN, error.getClass().getSimpleName());
  }

  /**
   * The exception for a server's error that is about neither the position nor an event: usually the
   * server refuses the settings.
   */
  static RuntimeException refusal(MongoCommandException error, FeedSettings settings) {
    StreamFailure failure = of(error, true);
    if (failure.kind().isClear()) {
      return error;
    }
    Kind kind = MongoErrorCodes.isAboutSettings(error) ? Kind.REFUSED : Kind.UNKNOWN;
    return new StreamException(
        new StreamFailure(kind, StreamRefusal.sentence(error, settings)), error);
  }

  /** Whether the server does not know one of the pipeline's stages. */
  static boolean isUnknownStage(MongoCommandException error) {
    return error.getErrorCode() == MongoErrorCodes.UNRECOGNIZED_STAGE;
  }

  /** A sentence for people: the cause and the remedy. */
  public String sentence(String hosts) {
    String mongo = "MongoDB at " + hosts;
    return switch (kind) {
      case TRANSIENT ->
          mongo + " cannot be reached: start it, or set tidewatch.mongo to where it is.";
      case STANDALONE ->
          mongo
              + " is a standalone server and change streams need a replica set:"
              + " start it with --replSet rs0 and run rs.initiate() in mongosh once.";
      case UNAUTHORIZED ->
          mongo
              + (detail.isEmpty()
                  ? " refuses these credentials: set tidewatch.mongo to a user that may watch."
                  : " does not let this user watch ("
                      + detail
                      + "): grant it find and changeStream there, or set tidewatch.mongo to a user"
                      + " that has them.");
      case HISTORY_LOST, BAD_POSITION ->
          mongo + " no longer has the changes since then; continuing from now.";
      case PIPELINE_CHANGED ->
          mongo + " does not find the position with this pipeline; continuing from now.";
      case OVERSIZED -> mongo + " cannot send a change that is too large; skipping it.";
      case UNREADABLE -> mongo + " cannot produce a change (" + detail + "); skipping it.";
      case MISCONFIGURED, NO_COLLECTION -> detail;
      case REFUSED ->
          mongo
              + " refuses to open the change stream"
              + (detail.isEmpty() ? "." : ": " + detail + ".");
      case ID_REMOVED ->
          "The feed's pipeline removes or changes _id, which is the resume token: let it keep _id.";
      case UNKNOWN -> "The change stream of " + mongo + " failed (" + detail + ").";
    };
  }
}
