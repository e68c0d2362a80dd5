package dev.tidewatch.problems;

import com.mongodb.MongoClientException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoWriteConcernException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/**
 * Maps the driver's exceptions. An unreachable database is a 503, not a 500, and the driver's
 * messages stay hidden, because they hold addresses and data.
 */
@Provider
public class MongoMapper implements ExceptionMapper<MongoException> {

  private static final int DUPLICATE_KEY = 11000;
  private static final int DOCUMENT_VALIDATION_FAILURE = 121;

  /** The server's codes for a document that grew beyond 16 MB. */
  private static final Set<Integer> TOO_LARGE = Set.of(10334, 17419, 17420);

  @Override
  public Response toResponse(MongoException exception) {
    Problem known = known(exception);
    return known == null ? UnknownFailureMapper.answer(exception) : known.response().build();
  }

  /** The problem of an exception; null if it is unknown. */
  static Problem known(MongoException exception) {
    if (isAway(exception)) {
      return new Problem(
          503, "The database cannot be reached, or does not answer in time. Try again soon.");
    }
    if (exception.getCode() == DUPLICATE_KEY) {
      return new Problem(
          409, "Another document has the same value in a field whose values are unique.");
    }
    if (exception.getCode() == DOCUMENT_VALIDATION_FAILURE) {
      return new Problem(
          400, "The collection has rules for its documents, and this one breaks them.");
    }
    return TOO_LARGE.contains(exception.getCode())
        ? new Problem(413, "The document would be larger than MongoDB's limit of 16 MB.")
        : null;
  }

  /**
   * Whether the database is unreachable: client exceptions are about timeouts, connections,
   * credentials and elections.
   */
  private static boolean isAway(MongoException exception) {
    return exception instanceof MongoClientException
        || exception instanceof MongoSocketException
        || exception instanceof MongoExecutionTimeoutException
        || exception instanceof MongoInterruptedException
        || exception instanceof MongoNodeIsRecoveringException
        || exception instanceof MongoNotPrimaryException
        || exception instanceof MongoWriteConcernException;
  }
}
