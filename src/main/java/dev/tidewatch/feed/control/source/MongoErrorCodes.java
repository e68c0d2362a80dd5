package dev.tidewatch.feed.control.source;

import com.mongodb.MongoCommandException;
import dev.tidewatch.feed.control.source.StreamFailure.Kind;
import java.util.Set;

/**
 * The server's error codes that concern a change stream, from its src/mongo/base/error_codes.yml.
 * Codes of five digits and more are assertion numbers. No other class knows the codes.
 */
public final class MongoErrorCodes {

  static final int UNRECOGNIZED_STAGE = 40324;

  private static final int BAD_VALUE = 2;
  private static final int FAILED_TO_PARSE = 9;
  private static final int UNAUTHORIZED = 13;
  private static final int TYPE_MISMATCH = 14;
  // a resume token that is cut short
  private static final int OVERFLOW = 15;
  private static final int AUTHENTICATION_FAILED = 18;
  private static final int ILLEGAL_OPERATION = 20;
  private static final int INVALID_OPTIONS = 72;
  private static final int INVALID_NAMESPACE = 73;
  private static final int COMMAND_NOT_FOUND = 59;
  private static final int COMMAND_NOT_SUPPORTED = 115;
  private static final int COMMAND_NOT_SUPPORTED_ON_VIEW = 166;
  private static final int INVALID_PIPELINE_OPERATOR = 168;
  private static final int NOT_IMPLEMENTED = 238;
  private static final int INVALID_RESUME_TOKEN = 260;
  private static final int CHANGE_STREAM_FATAL_ERROR = 280;
  private static final int CHANGE_STREAM_HISTORY_LOST = 286;
  private static final int API_STRICT_ERROR = 323;
  private static final int OBJECT_TOO_LARGE = 10334;
  // from here on, codes are assertion numbers, such as a parser's
  private static final int FIRST_ASSERTION = 10_000;
  private static final int NOT_A_REPLICA_SET = 40573;
  private static final int EMPTY_RESUME_TOKEN = 40649;
  private static final int BAD_KEY_STRING = 50811;
  // one field of the event is too large for a fragment
  private static final int FRAGMENT_TOO_LARGE = 7182500;

  /** Transient errors; the reply to an aggregate lacks the label that says so. */
  private static final Set<Integer> TRANSIENT =
      Set.of(
          6, // HostUnreachable
          7, // HostNotFound
          24, // LockTimeout
          43, // CursorNotFound
          46, // LockBusy
          50, // MaxTimeMSExpired
          63, // StaleShardVersion
          89, // NetworkTimeout
          91, // ShutdownInProgress
          112, // WriteConflict
          133, // FailedToSatisfyReadPreference
          150, // StaleEpoch
          175, // QueryPlanKilled
          189, // PrimarySteppedDown
          202, // NetworkInterfaceExceededTimeLimit
          208, // TooManyLocks
          234, // RetryChangeStream
          237, // CursorKilled
          262, // ExceededTimeLimit
          279, // ClientDisconnect
          317, // ConnectionPoolExpired
          365, // TemporarilyUnavailable
          9001, // SocketException
          10107, // NotWritablePrimary
          11600, // InterruptedAtShutdown
          11601, // Interrupted
          11602, // InterruptedDueToReplStateChange
          13388, // StaleConfig
          13435, // NotPrimaryNoSecondaryOk
          13436); // NotPrimaryOrSecondary

  private MongoErrorCodes() {}

  /** The kind of an error; {@code seeking} as in {@link StreamFailure#of}. */
  static Kind kind(MongoCommandException error, boolean seeking) {
    return switch (error.getErrorCode()) {
      case UNAUTHORIZED, AUTHENTICATION_FAILED -> Kind.UNAUTHORIZED;
      case OVERFLOW, INVALID_RESUME_TOKEN, EMPTY_RESUME_TOKEN, BAD_KEY_STRING -> Kind.BAD_POSITION;
      case CHANGE_STREAM_HISTORY_LOST -> Kind.HISTORY_LOST;
      case CHANGE_STREAM_FATAL_ERROR -> seeking ? Kind.PIPELINE_CHANGED : Kind.ID_REMOVED;
      case OBJECT_TOO_LARGE, FRAGMENT_TOO_LARGE -> Kind.OVERSIZED;
      case NOT_A_REPLICA_SET -> Kind.STANDALONE;
      case BAD_VALUE,
          FAILED_TO_PARSE,
          TYPE_MISMATCH,
          ILLEGAL_OPERATION,
          INVALID_OPTIONS,
          INVALID_NAMESPACE,
          COMMAND_NOT_FOUND,
          COMMAND_NOT_SUPPORTED,
          COMMAND_NOT_SUPPORTED_ON_VIEW,
          INVALID_PIPELINE_OPERATOR,
          NOT_IMPLEMENTED,
          API_STRICT_ERROR,
          UNRECOGNIZED_STAGE ->
          Kind.REFUSED;
      default -> passes(error) ? Kind.TRANSIENT : Kind.UNKNOWN;
    };
  }

  /** Whether this error of an aggregate means that the server refuses the request itself. */
  static boolean isAboutSettings(MongoCommandException error) {
    return kind(error, false) == Kind.REFUSED || error.getErrorCode() >= FIRST_ASSERTION;
  }

  static boolean isView(MongoCommandException error) {
    return error.getErrorCode() == COMMAND_NOT_SUPPORTED_ON_VIEW;
  }

  static boolean isAboutNamespace(MongoCommandException error) {
    return error.getErrorCode() == INVALID_NAMESPACE;
  }

  /** The server's name for the error; the code if it has none. */
  public static String name(MongoCommandException error) {
    String name = error.getErrorCodeName();
    return name.isEmpty() ? "error " + error.getErrorCode() : name;
  }

  private static boolean passes(MongoCommandException error) {
    return error.hasErrorLabel("ResumableChangeStreamError")
        || error.hasErrorLabel("RetryableWriteError")
        || TRANSIENT.contains(error.getErrorCode());
  }
}
