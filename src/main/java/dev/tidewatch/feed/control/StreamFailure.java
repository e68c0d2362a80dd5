package dev.tidewatch.feed.control;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import dev.tidewatch.mongo.InvalidSettingException;

/**
 * What an error of a change stream means: the one place that knows error codes.
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
    /** The server is no member of a replica set; it may become one. */
    STANDALONE,
    /** The credentials are wrong or may not watch: a person must change something. */
    UNAUTHORIZED,
    /** A setting makes no sense: a person must change it. */
    MISCONFIGURED,
    /** The server refuses the stream as it is asked for: a person must change something. */
    REFUSED,
    /** What nobody foresaw. It may pass, so it is tried again, and told with its name. */
    UNKNOWN
  }

  // error codes of the server, from its src/mongo/base/error_codes.yml, but for those of five
  // digits,
  // which are numbers of assertions; a resume token that is cut short is an Overflow
  private static final int BAD_VALUE = 2;
  private static final int FAILED_TO_PARSE = 9;
  private static final int UNAUTHORIZED_CODE = 13;
  private static final int TYPE_MISMATCH = 14;
  private static final int OVERFLOW = 15;
  private static final int AUTHENTICATION_FAILED = 18;
  private static final int INVALID_OPTIONS = 72;
  private static final int INVALID_NAMESPACE = 73;
  private static final int INVALID_PIPELINE_OPERATOR = 168;
  private static final int NOT_IMPLEMENTED = 238;
  private static final int INVALID_RESUME_TOKEN = 260;
  private static final int CHANGE_STREAM_FATAL_ERROR = 280;
  private static final int CHANGE_STREAM_HISTORY_LOST = 286;
  private static final int UNRECOGNIZED_STAGE = 40324;
  private static final int NOT_A_REPLICA_SET = 40573;
  private static final int EMPTY_RESUME_TOKEN = 40649;
  private static final int BAD_KEY_STRING = 50811;

  /** Classifies whatever a change stream threw. */
  public static StreamFailure of(RuntimeException error) {
    if (error instanceof InvalidSettingException) {
      return new StreamFailure(Kind.MISCONFIGURED, error.getMessage());
    }
    if (error instanceof MongoSecurityException) {
      return new StreamFailure(Kind.UNAUTHORIZED, "");
    }
    if (error instanceof MongoCommandException command) {
      return new StreamFailure(kind(command), command.getErrorCodeName());
    }
    return error instanceof MongoException
        ? new StreamFailure(Kind.TRANSIENT, "")
        : new StreamFailure(Kind.UNKNOWN, error.getClass().getSimpleName());
  }

  private static Kind kind(MongoCommandException error) {
    return switch (error.getErrorCode()) {
      case UNAUTHORIZED_CODE, AUTHENTICATION_FAILED -> Kind.UNAUTHORIZED;
      case OVERFLOW, INVALID_RESUME_TOKEN, EMPTY_RESUME_TOKEN, BAD_KEY_STRING -> Kind.BAD_POSITION;
      case CHANGE_STREAM_FATAL_ERROR, CHANGE_STREAM_HISTORY_LOST -> Kind.HISTORY_LOST;
      case NOT_A_REPLICA_SET -> Kind.STANDALONE;
      case BAD_VALUE,
          FAILED_TO_PARSE,
          TYPE_MISMATCH,
          INVALID_OPTIONS,
          INVALID_NAMESPACE,
          INVALID_PIPELINE_OPERATOR,
          NOT_IMPLEMENTED,
          UNRECOGNIZED_STAGE ->
          Kind.REFUSED;
      default -> isTransient(error) ? Kind.TRANSIENT : Kind.UNKNOWN;
    };
  }

  private static boolean isTransient(MongoCommandException error) {
    return error.hasErrorLabel("ResumableChangeStreamError")
        || error.hasErrorLabel("RetryableWriteError")
        || TransientCodes.CODES.contains(error.getErrorCode());
  }

  /** What people are told: the cause, and what to do. */
  public String sentence(String hosts) {
    return switch (kind) {
      case TRANSIENT ->
          "MongoDB at "
              + hosts
              + " cannot be reached: start it, or set tidewatch.mongo to where it is.";
      case STANDALONE ->
          "MongoDB at "
              + hosts
              + " is a standalone server and change streams need a replica set:"
              + " start it with --replSet rs0 and run rs.initiate() in mongosh once.";
      case UNAUTHORIZED ->
          "MongoDB at "
              + hosts
              + " refuses these credentials: set tidewatch.mongo to a user that may watch.";
      case HISTORY_LOST, BAD_POSITION ->
          "MongoDB at " + hosts + " has no history from there on; going on from now.";
      case MISCONFIGURED -> detail;
      case REFUSED ->
          "MongoDB at "
              + hosts
              + " refuses to open the change stream"
              + (detail.isEmpty() ? "." : " (" + detail + ").");
      case UNKNOWN -> "The change stream of MongoDB at " + hosts + " failed (" + detail + ").";
    };
  }
}
