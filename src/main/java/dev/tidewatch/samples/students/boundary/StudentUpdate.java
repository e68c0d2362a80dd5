package dev.tidewatch.samples.students.boundary;

import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.problems.ProblemException;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** The update that the body of a PUT describes. */
final class StudentUpdate {

  private StudentUpdate() {}

  /**
   * The fields to set: all except {@code _id}, which may be present but cannot change. Throws
   * ProblemException if it would change, or if no field is left.
   */
  static BsonDocument of(DocumentId id, BsonDocument body) {
    BsonDocument fields = new BsonDocument();
    fields.putAll(body);
    BsonValue given = fields.remove("_id");
    if (given != null && !id.candidates().contains(given)) {
      throw new ProblemException(400, "The _id in the body is not the one in the path.");
    }
    if (fields.isEmpty()) {
      throw new ProblemException(400, "The body sets nothing: it needs at least one field.");
    }
    return fields;
  }
}
