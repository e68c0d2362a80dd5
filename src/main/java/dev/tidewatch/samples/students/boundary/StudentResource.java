package dev.tidewatch.samples.students.boundary;

import dev.tidewatch.access.control.Requires;
import dev.tidewatch.access.entity.Right;
import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.mongo.DatabaseBulkhead;
import dev.tidewatch.problems.ProblemException;
import dev.tidewatch.samples.students.control.Students;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;

/**
 * {@code /api/students/ID}: shows, changes and removes one student. No request thread waits for the
 * database. {@code META-INF/openapi.yaml} describes it to clients.
 */
@ApplicationScoped
@Path("students/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class StudentResource {

  @Inject private Students students;
  @Inject private DatabaseBulkhead bulkhead;

  /** Answers 200 and the document, or 404. */
  @GET
  @Requires(Right.READ_STUDENTS)
  public CompletionStage<BsonDocument> find(@PathParam("id") String id) {
    return students
        .find(DocumentId.parameter("id", id))
        .thenApply(found -> found.orElseThrow(() -> unknown(id)));
  }

  /** Sets the given fields, each as a whole. Answers 200 and the updated document, or 404. */
  @PUT
  @Requires({Right.WRITE_STUDENTS, Right.READ_STUDENTS})
  public CompletionStage<BsonDocument> update(@PathParam("id") String id, BsonDocument body) {
    DocumentId student = DocumentId.parameter("id", id);
    BsonDocument fields = StudentUpdate.of(student, body);
    return bulkhead.begin(
        deadline -> students.update(deadline, student, fields).orElseThrow(() -> unknown(id)));
  }

  /** Removes the student. Answers 204, or 404. */
  @DELETE
  @Requires(Right.WRITE_STUDENTS)
  public CompletionStage<Response> delete(@PathParam("id") String id) {
    DocumentId student = DocumentId.parameter("id", id);
    return bulkhead.begin(
        deadline -> {
          if (!students.delete(deadline, student)) {
            throw unknown(id);
          }
          // Jersey would answer 200 for a stage without a value
          return Response.noContent().build();
        });
  }

  private static ProblemException unknown(String id) {
    return new ProblemException(404, "There is no student with the _id \"" + id + "\".");
  }
}
