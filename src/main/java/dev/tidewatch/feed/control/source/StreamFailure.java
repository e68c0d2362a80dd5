package dev.tidewatch.feed.control.source;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import dev.tidewatch.config.InvalidSettingException;
import dev.tidewatch.feed.entity.FeedSettings;
import dev.tidewatch.feed.entity.Gap;

/**
 * What an error of a change stream means, and what is to be done about it: the one classifier.
 *
 * @param kind what to do about it
 * @param detail the server's name for the error, or a sentence about the setting that is wrong, or
 *     empty; never the driver's message, which holds addresses and whole commands
 */
public record StreamFailure(Kind kind, String detail) {

  /** What to do about a failure. */
  public enum Kind {
    /** It passes: try again, for ever. */
    TRANSIENT(ForReader.WAIT),
    /**
     * The oplog does not reach back to the position: go on from now, and say that there is a gap.
     */
    HISTORY_LOST(ForReader.GAP),
    /** The position was never one of this stream's. */
    BAD_POSITION(ForReader.REFUSE),
    /** The position was one of this stream's before its pipeline was another. */
    PIPELINE_CHANGED(ForReader.GAP),
    /** The next event is too large to be sent: step over it, and say that there is a gap. */
    OVERSIZED(ForReader.STEP_OVER),
    /** The server cannot produce the next event: step over it, and say that there is a gap. */
    UNREADABLE(ForReader.STEP_OVER),
    /** The server is no member of a replica set; it may become one. */
    STANDALONE(ForReader.WAIT),
    /** The credentials are wrong or may not watch: a person must change something. */
    UNAUTHORIZED(ForReader.END),
    /** A setting makes no sense: a person must change it. */
    MISCONFIGURED(ForReader.END),
    /** The server refuses the stream as it is asked for: a person must change something. */
    REFUSED(ForReader.END),
    /** The feed's pipeline takes the {@code _id} away: a person must change it. */
    ID_REMOVED(ForReader.END),
    /** What nobody foresaw. It may pass, so it is tried again, and told with its name. */
    UNKNOWN(ForReader.END);

    private final ForReader forReader;

    Kind(ForReader forReader) {
      this.forReader = forReader;
    }

    /** What it means for a reader that is caught up. */
    public ForReader forReader() {
      return forReader;
    }

    /** Whether there is no sense in another attempt, until a person has changed something. */
    public boolean isFinal() {
      return switch (this) {
        case MISCONFIGURED, UNAUTHORIZED, REFUSED, ID_REMOVED -> true;
        default -> false;
      };
    }

    /** Whether an error's code tells this by itself, whatever the error is about. */
    boolean isClear() {
      return switch (this) {
        case REFUSED, UNKNOWN, BAD_POSITION, UNREADABLE -> false;
        default -> true;
      };
    }

    /** Whether a getMore that fails so cannot produce an event. */
    boolean isAboutEvent() {
      return this == OVERSIZED || !isClear();
    }

    /** Why changes are missing after this; only where they are. */
    public Gap.Reason gap() {
      return switch (this) {
        case PIPELINE_CHANGED -> Gap.Reason.PIPELINE_CHANGED;
        case OVERSIZED -> Gap.Reason.OVERSIZED;
        case UNREADABLE -> Gap.Reason.UNREADABLE;
        default -> Gap.Reason.HISTORY_LOST;
      };
    }
  }

  /** What a failure means for a reader that reads from MongoDB what has left the log. */
  public enum ForReader {
    /** It waits, with heartbeats: the watch is down too, and says why. */
    WAIT,
    /** It is told of a gap, and goes on where the log begins. */
    GAP,
    /** It gets what comes before the event, then a gap in its place, then the rest. */
    STEP_OVER,
    /** Its position is refused, for good. */
    REFUSE,
    /** Its connection ends with an error of the server; it may come back with its id. */
    END
  }

  /**
   * Classifies whatever a change stream threw.
   *
   * @param seeking whether the stream was opened at an event's position and has delivered nothing
   *     since. One error code has two meanings: then, that the position is not found; else, that
   *     the pipeline took an event's {@code _id} away
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
   * What a server's error means that is about neither the position nor an event: mostly that it
   * refuses the settings.
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

  /** What people are told: the cause, and what to do. */
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
          mongo + " has no history from there on; going on from now.";
      case PIPELINE_CHANGED ->
          mongo + " does not find that place with this pipeline; going on from now.";
      case OVERSIZED -> mongo + " cannot send a change that is too large; stepping over it.";
      case UNREADABLE -> mongo + " cannot produce a change (" + detail + "); stepping over it.";
      case MISCONFIGURED -> detail;
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
