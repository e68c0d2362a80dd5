package dev.tidewatch.development.commands;

import de.bwaldvogel.mongo.bson.Document;
import dev.tidewatch.development.documents.CommandError;
import dev.tidewatch.development.documents.Documents;
import dev.tidewatch.development.documents.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Runs update and delete statement by statement, and corrects the counts of insert:
 * mongo-java-server goes on after the error of an ordered statement, and counts documents that it
 * refused.
 */
final class WriteCommands {

  private final Function<Document, Document> storage;

  /**
   * @param storage runs a command as mongo-java-server does
   */
  WriteCommands(Function<Document, Document> storage) {
    this.storage = storage;
  }

  Document insert(Document command) {
    boolean ordered = ordered(command);
    command.put("ordered", ordered);
    int documents = Documents.list(command, "documents").size();
    Document reply = storage.apply(command);
    List<Document> errors = Documents.list(reply, "writeErrors");
    if (!errors.isEmpty()) {
      long failed = Documents.number(errors.get(0), "index", 0);
      reply.put("n", ordered ? (int) failed : documents - errors.size());
    }
    return reply;
  }

  Document update(Document command) {
    int matched = 0;
    int modified = 0;
    List<Document> upserted = new ArrayList<>();
    List<Document> errors = new ArrayList<>();
    List<Document> statements = Documents.list(command, "updates");
    for (int i = 0; i < statements.size(); i++) {
      try {
        Document reply = one(command, "updates", statements.get(i));
        matched += (int) Documents.number(reply, "n", 0);
        modified += (int) Documents.number(reply, "nModified", 0);
        upserted.addAll(atIndex(Documents.list(reply, "upserted"), i));
        errors.addAll(errorsAt(i, reply));
      } catch (RuntimeException e) {
        errors.add(error(e, i));
      }
      if (!errors.isEmpty() && ordered(command)) {
        break;
      }
    }
    Document reply = new Document("n", matched);
    putIfAny(reply, "writeErrors", errors);
    putIfAny(reply, "upserted", upserted);
    return reply.append("nModified", modified).append("ok", 1.0);
  }

  Document delete(Document command) {
    int deleted = 0;
    List<Document> errors = new ArrayList<>();
    List<Document> statements = Documents.list(command, "deletes");
    for (int i = 0; i < statements.size(); i++) {
      try {
        Document reply = one(command, "deletes", statements.get(i));
        deleted += (int) Documents.number(reply, "n", 0);
        errors.addAll(errorsAt(i, reply));
      } catch (RuntimeException e) {
        errors.add(error(e, i));
      }
      if (!errors.isEmpty() && ordered(command)) {
        break;
      }
    }
    Document reply = new Document("n", deleted);
    putIfAny(reply, "writeErrors", errors);
    return reply.append("ok", 1.0);
  }

  private Document one(Document command, String field, Document statement) {
    Document single = command.clone();
    single.put(field, List.of(statement));
    return storage.apply(single);
  }

  private static boolean ordered(Document command) {
    return !command.containsKey("ordered") || Documents.isTrue(command.get("ordered"));
  }

  private static List<Document> atIndex(List<Document> about, int index) {
    about.forEach(document -> document.put("index", index));
    return about;
  }

  /** What the storage refuses within a statement, and what it cannot do. */
  private static List<Document> errorsAt(int index, Document reply) {
    List<Document> errors = atIndex(Documents.list(reply, "writeErrors"), index);
    for (Document error : errors) {
      CommandError refused = Unsupported.refused(String.valueOf(error.get("errmsg")));
      if (refused != null) {
        error.putAll(error(refused, index));
      }
    }
    return errors;
  }

  private static Document error(RuntimeException thrown, int index) {
    Document reply = CommandError.reply(thrown);
    return new Document("index", index)
        .append("code", reply.get("code"))
        .append("errmsg", reply.get("errmsg"));
  }

  private static void putIfAny(Document reply, String field, List<Document> values) {
    if (!values.isEmpty()) {
      reply.append(field, values);
    }
  }
}
