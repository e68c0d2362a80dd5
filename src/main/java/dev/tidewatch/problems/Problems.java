package dev.tidewatch.problems;

import com.mongodb.MongoException;
import dev.tidewatch.config.InvalidSettingException;
import dev.tidewatch.mongo.TooManyCallsException;

/** Maps failures outside JAX-RS, for pages. */
public final class Problems {

  private Problems() {}

  /**
   * The problem of a failure, never null. An unknown failure is logged and becomes a 500 without a
   * detail.
   */
  public static Problem of(Throwable failure) {
    if (failure instanceof ProblemException e) {
      return e.problem();
    }
    if (failure instanceof InvalidSettingException e) {
      return InvalidSettingMapper.problem(e);
    }
    if (failure instanceof TooManyCallsException e) {
      return TooManyCallsMapper.problem(e);
    }
    Problem known = failure instanceof MongoException e ? MongoMapper.known(e) : null;
    return known == null ? UnknownFailureMapper.problem(failure) : known;
  }
}
