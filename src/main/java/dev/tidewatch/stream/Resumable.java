package dev.tidewatch.stream;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;

/** Which errors of a getMore a change stream resumes after, by the cross-driver specification. */
final class Resumable {

  private static final String LABEL = "ResumableChangeStreamError";
  private static final int CURSOR_NOT_FOUND = 43;

  private Resumable() {}

  static boolean is(RuntimeException error) {
    return isNetwork(error) || isCursorNotFound(error) || isLabelled(error);
  }

  /** Whether an error is a network error, which the driver reports by different classes. */
  static boolean isNetwork(RuntimeException error) {
    return error instanceof MongoSocketException
        || error instanceof MongoTimeoutException
        || error instanceof MongoConnectionPoolClearedException
        || error instanceof MongoServerUnavailableException;
  }

  /** Whether the driver has already waited for a usable server as long as it may. */
  static boolean hasWaitedForAServer(RuntimeException error) {
    return error instanceof MongoTimeoutException;
  }

  private static boolean isCursorNotFound(RuntimeException error) {
    return error instanceof MongoCursorNotFoundException
        || error instanceof MongoCommandException command
            && command.getErrorCode() == CURSOR_NOT_FOUND;
  }

  private static boolean isLabelled(RuntimeException error) {
    return error instanceof MongoException mongo && mongo.hasErrorLabel(LABEL);
  }
}
