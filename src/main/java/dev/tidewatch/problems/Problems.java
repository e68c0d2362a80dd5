package dev.tidewatch.problems;

import com.mongodb.MongoException;
import dev.tidewatch.config.InvalidSettingException;
import dev.tidewatch.mongo.TooManyCallsException;

/** What a failure is called where no mapper is asked: on a page. */
public final class Problems {

  private Problems() {}

  /** Never null; what nobody thought of is logged, and is a 500 without a detail. */
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
