package dev.tidewatch.feed.control;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import dev.tidewatch.mongo.InvalidSettingException;

/**
 * What an error of a change stream means, and what is to be done about it: the one classifier.
 *
 * @param kind what to do about it
 * @param detail the server's name for the error, or what is wrong with a setting, or empty; never
 *     the driver's message, which holds addresses and whole commands
 */
public record StreamFailure(Kind kind, String detail) {

  /** What to do about a failure. */
  public enum Kind {
    /** It passes: try again, for ever. */
    TRANSIENT,
    /**
     * The oplog does not reach back to the position: go on from now, and say that there is a gap.
     */
    HISTORY_LOST,
    /** The position was never one of this stream's. */
    BAD_POSITION,
    /** The position was one of this stream's before its pipeline was another. */
    PIPELINE_CHANGED,
    /** The next event is too large to be sent: step over it, and say that there is a gap. */
    OVERSIZED,
    /** The server is no member of a replica set; it may become one. */
    STANDALONE,
    /** The credentials are wrong or may not watch: a person must change something. */
    UNAUTHORIZED,
    /** A setting makes no sense: a person must change it. */
    MISCONFIGURED,
    /** The server refuses the stream as it is asked for: a person must change something. */
    REFUSED,
    /** The feed's pipeline takes the {@code _id} away: a person must change it. */
    ID_REMOVED,
    /** What nobody foresaw. It may pass, so it is tried again, and told with its name. */
    UNKNOWN;

    /** Whether there is no sense in another attempt, until a person has changed something. */
    public boolean isFinal() {
      return switch (this) {
        case MISCONFIGURED, UNAUTHORIZED, REFUSED, ID_REMOVED -> true;
        default -> false;
      };
    }
  }

  /**
   * Classifies whatever a change stream threw.
   *
   * @param seeking whether the stream was opened at an event's position and has delivered nothing
   *     since. One error code has two meanings: then, that the position is not found; else, that
   *     the pipeline took an event's {@code _id} away
   */
  public static StreamFailure of(Throwable error, boolean seeking) {
    if (error instanceof InvalidSettingException) {
      return new StreamFailure(Kind.MISCONFIGURED, error.getMessage());
    }
    if (error instanceof MongoSecurityException) {
      return new StreamFailure(Kind.UNAUTHORIZED, "");
    }
    if (error instanceof MongoCommandException command) {
      return new StreamFailure(ErrorCodes.kind(command, seeking), ErrorCodes.name(command));
    }
    return error instanceof MongoException
        ? new StreamFailure(Kind.TRANSIENT, "")
        : new StreamFailure(Kind.UNKNOWN, error.getClass().getSimpleName());
  }

  /** Whether the server does not know one of the pipeline's stages. */
  static boolean isUnknownStage(MongoCommandException error) {
    return error.getErrorCode() == ErrorCodes.UNRECOGNIZED_STAGE;
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
          mongo + " refuses these credentials: set tidewatch.mongo to a user that may watch.";
      case HISTORY_LOST, BAD_POSITION ->
          mongo + " has no history from there on; going on from now.";
      case PIPELINE_CHANGED ->
          mongo + " does not find that place with this pipeline; going on from now.";
      case OVERSIZED -> mongo + " cannot send a change that is too large; stepping over it.";
      case MISCONFIGURED -> detail;
      case REFUSED ->
          mongo
              + " refuses to open the change stream"
              + (detail.isEmpty() ? "." : " (" + detail + ").");
      case ID_REMOVED ->
          "The feed's pipeline removes or changes _id, which is the resume token: let it keep _id.";
      case UNKNOWN -> "The change stream of " + mongo + " failed (" + detail + ").";
    };
  }
}
