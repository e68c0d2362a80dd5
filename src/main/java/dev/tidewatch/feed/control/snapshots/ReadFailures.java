package dev.tidewatch.feed.control.snapshots;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSecurityException;
import dev.tidewatch.feed.control.documents.DocumentsException;
import dev.tidewatch.feed.control.documents.DocumentsException.Trouble;
import dev.tidewatch.feed.control.source.StreamFailure;
import java.util.Set;
import java.util.function.Supplier;

/** Tells errors of reads that stay from errors that pass. */
final class ReadFailures {

  // of MongoDB's src/mongo/base/error_codes.yml
  private static final int MAX_TIME_EXPIRED = 50;
  // a read concern that the server does not know outside of a transaction
  private static final int INVALID_OPTIONS = 72;
  private static final int SNAPSHOT_TOO_OLD = 239;
  private static final int SNAPSHOT_UNAVAILABLE = 246;
  private static final int COLLECTION_UUID_MISMATCH = 361;
  private static final Set<Integer> GONE =
      Set.of(SNAPSHOT_TOO_OLD, SNAPSHOT_UNAVAILABLE, COLLECTION_UUID_MISMATCH);

  private ReadFailures() {}

  /** The result of a read; throws {@link DocumentsException} if a retry is useless. */
  static <T> T told(Supplier<T> read) {
    try {
      return read.get();
    } catch (MongoCommandException e) {
      if (GONE.contains(e.getErrorCode())) {
        throw new DocumentsException(Trouble.TOO_OLD, e);
      }
      if (e.getErrorCode() == INVALID_OPTIONS) {
        throw new DocumentsException(Trouble.NO_MOMENTS, e);
      }
      throw isTransient(e) ? e : new DocumentsException(Trouble.FAILED, e);
    } catch (MongoSecurityException e) {
      throw new DocumentsException(Trouble.FAILED, e);
    }
  }

  /** Whether MongoDB has given up because its time was over. */
  static boolean isLate(MongoCommandException error) {
    return error.getErrorCode() == MAX_TIME_EXPIRED;
  }

  private static boolean isTransient(MongoCommandException error) {
    return switch (StreamFailure.of(error, false).kind()) {
      case TRANSIENT, STANDALONE -> true;
      default -> false;
    };
  }
}
