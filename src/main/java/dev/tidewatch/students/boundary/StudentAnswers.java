package dev.tidewatch.students.boundary;

import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.documents.Page;
import dev.tidewatch.documents.PageAnswer;
import dev.tidewatch.json.JsonWriter;
import dev.tidewatch.problems.ProblemException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import org.bson.BsonDocument;

/** What the routes answer, and what they understand as an {@code _id}. */
final class StudentAnswers {

  private StudentAnswers() {}

  /** The document. */
  static Response ok(BsonDocument student) {
    return Response.ok(JsonWriter.write(student)).build();
  }

  /** The document, and where it is from now on. */
  static Response created(BsonDocument student, UriBuilder collection) {
    String id = new DocumentId(student.get("_id")).text();
    return Response.created(collection.path("{id}").build(id))
        .entity(JsonWriter.write(student))
        .build();
  }

  /** The list, and where the next one is if there is one. */
  static Response page(Page page, int limit, UriBuilder collection) {
    return PageAnswer.of("students", page, limit, DocumentId::text, collection);
  }

  /** 404. */
  static ProblemException unknown(String id) {
    return new ProblemException(404, "There is no student with the _id \"" + id + "\".");
  }
}
