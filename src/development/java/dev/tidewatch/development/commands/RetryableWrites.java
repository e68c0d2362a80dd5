package dev.tidewatch.development.commands;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Remembers each session's last retryable write and its reply: a driver whose connection was cut
 * sends the write again, and it must not happen twice. Holds the 1,000 sessions used last. Owned by
 * the database's one thread.
 */
final class RetryableWrites {

  private static final int SESSIONS = 1000;

  private final Map<Object, Done> bySession =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Done> eldest) {
          return size() > SESSIONS;
        }
      };

  /** Runs a write, or answers as before if it was run already. */
  Document once(Document command, Supplier<Document> write) {
    Document session = Documents.document(command, "lsid");
    if (session == null || !command.containsKey("txnNumber")) {
      return write.get();
    }
    long number = Documents.number(command, "txnNumber", 0);
    Done last = bySession.get(session.get("id"));
    if (last != null && last.number() == number) {
      return last.reply().cloneDeeply();
    }
    if (last != null && last.number() > number) {
      throw new CommandError(
          225, "TransactionTooOld", "a newer write of this session has already started");
    }
    Document reply = write.get();
    bySession.put(session.get("id"), new Done(number, reply.cloneDeeply()));
    return reply;
  }

  private record Done(long number, Document reply) {}
}
