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

  /**
   * The document, and where it is from now on, relative to the request.
   *
   * @param path the request's path, which may end with a slash
   */
  static Response created(BsonDocument student, String path) {
    String id = new DocumentId(student.get("_id")).text();
    String collection = path.endsWith("/") ? "./" : "students/";
    // not Response.created, because RESTEasy makes an absolute address of what that is given
    return Response.status(Response.Status.CREATED)
        .header("Location", collection + UriBuilder.fromPath("{id}").build(id))
        .entity(JsonWriter.write(student))
        .build();
  }

  /** The list, and where the next one is if there is one. */
  static Response page(Page page, int limit) {
    return PageAnswer.of("students", page, limit, DocumentId::text);
  }

  /** 404. */
  static ProblemException unknown(String id) {
    return new ProblemException(404, "There is no student with the _id \"" + id + "\".");
  }
}
