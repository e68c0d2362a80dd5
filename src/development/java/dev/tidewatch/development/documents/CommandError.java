package dev.tidewatch.development.documents;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.util.List;

/**
 * A failed command: the code, the name and the labels that drivers decide by. Nothing is logged for
 * it, the client is told.
 */
public final class CommandError extends MongoServerError {

  private static final int INTERNAL_ERROR = 1;
  private static final int NOT_IMPLEMENTED = 238;

  private final List<String> labels;

  public CommandError(int code, String codeName, String message) {
    this(code, codeName, message, List.of());
  }

  private CommandError(int code, String codeName, String message, List<String> labels) {
    super(code, codeName, message);
    this.labels = labels;
  }

  /** What this database cannot do, and what to do about it. */
  public static CommandError refused(String what) {
    return new CommandError(
        NOT_IMPLEMENTED,
        "NotImplemented",
        "Tidewatch's embedded development MongoDB has no "
            + what
            + ": start Tidewatch with --mongo and the URI of a real replica set.");
  }

  /** An error after which a driver must not resume a change stream by itself. */
  public static CommandError fatalToStream(int code, String codeName, String message) {
    return new CommandError(
        code,
        codeName,
        "PlanExecutor error during aggregation :: caused by :: " + message,
        List.of("NonResumableChangeStreamError"));
  }

  /** The reply for whatever a command threw. */
  public static Document reply(RuntimeException failure) {
    RuntimeException thrown = Unsupported.translate(failure);
    Document reply = new Document();
    if (thrown instanceof CommandError error && !error.labels.isEmpty()) {
      reply.append("errorLabels", error.labels);
    }
    reply.append("ok", 0.0);
    if (thrown instanceof MongoServerError error) {
      return reply
          .append("errmsg", error.getMessageWithoutErrorCode())
          .append("code", error.getCode())
          .append("codeName", error.getCodeName());
    }
    return reply
        .append("errmsg", ((MongoServerException) thrown).getMessageWithoutErrorCode())
        .append("code", INTERNAL_ERROR)
        .append("codeName", "InternalError");
  }
}
