package dev.tidewatch.students.boundary;

import dev.tidewatch.json.JsonWriter;
import dev.tidewatch.problems.Problem;
import dev.tidewatch.problems.ProblemException;
import dev.tidewatch.students.entity.StudentId;
import dev.tidewatch.students.entity.StudentPage;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.Map;
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
    String id = new StudentId(student.get("_id")).text();
    return Response.created(collection.path("{id}").build(id))
        .entity(JsonWriter.write(student))
        .build();
  }

  /** The list, and where the next one is if there is one. */
  static Response page(StudentPage page, int limit, UriBuilder collection) {
    Response.ResponseBuilder response = Response.ok(JsonWriter.write("students", page.students()));
    if (page.last() != null) {
      collection.queryParam("limit", limit).queryParam("after", "{after}");
      response.header("Link", "<" + collection.build(page.last().text()) + ">; rel=\"next\"");
    }
    return response.build();
  }

  /** 404. */
  static ProblemException unknown(String id) {
    return new ProblemException(404, "There is no student with the _id \"" + id + "\".");
  }

  /** Reads a parameter; throws ProblemException if it is no {@code _id}. */
  static StudentId id(String parameter, String text) {
    try {
      return StudentId.parse(text);
    } catch (IllegalArgumentException e) {
      String detail =
          "The parameter %s is \"%s\"; what starts with { must be an _id as {\"_id\":…}, in Extended JSON."
              .formatted(parameter, text);
      Map<String, Object> more = Map.of("parameter", parameter, "value", text);
      throw new ProblemException(new Problem(400, detail, more));
    }
  }
}
