package dev.tidewatch.stream;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSocketException;

/** Which errors of a getMore a change stream resumes after, by the cross-driver specification. */
final class Resumable {

  private static final String LABEL = "ResumableChangeStreamError";
  private static final int CURSOR_NOT_FOUND = 43;

  private Resumable() {}

  static boolean is(MongoException error) {
    if (error instanceof MongoInterruptedException) {
      return false;
    }
    return error instanceof MongoSocketException
        || error instanceof MongoCursorNotFoundException
        || error.hasErrorLabel(LABEL)
        || (error instanceof MongoCommandException command
            && command.getErrorCode() == CURSOR_NOT_FOUND);
  }
}
