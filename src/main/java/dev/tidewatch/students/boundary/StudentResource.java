package dev.tidewatch.students.boundary;

import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.documents.JsonBody;
import dev.tidewatch.mongo.MongoCalls;
import dev.tidewatch.students.control.Students;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code /api/students/ID}: shows, changes and removes one student. No request's thread waits for
 * the database.
 */
@Tag(ref = "Students")
@ApplicationScoped
@Path("students/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class StudentResource {

  private static final String JSON = MediaType.APPLICATION_JSON;

  @Inject private Students students;
  @Inject private MongoCalls calls;

  /** 200 and the document, or 404. */
  @GET
  @APIResponse(ref = "Invalid", responseCode = "400")
  @APIResponse(ref = "Away", responseCode = "503")
  @Operation(
      operationId = "getStudent",
      summary = "Shows a student",
      description =
          "Its _id may be of any type: docs/protocols.md says how an id is written in a path.")
  @APIResponse(
      responseCode = "200",
      description = "The document",
      content = @Content(mediaType = JSON, schema = @Schema(ref = "StoredStudent")))
  @APIResponse(responseCode = "404", description = "There is no such student")
  public CompletionStage<Response> find(@PathParam("id") String id) {
    return students.find(
        DocumentId.parameter("id", id),
        found -> found.map(StudentAnswers::ok).orElseThrow(() -> StudentAnswers.unknown(id)));
  }

  /** Sets the given fields, each as a whole: 200 and the document after it, or 404. */
  @PUT
  @APIResponse(ref = "Invalid", responseCode = "400")
  @APIResponse(ref = "Away", responseCode = "503")
  @Operation(
      operationId = "setStudentFields",
      summary = "Sets the given fields, each as a whole",
      description = "Fields that are not in the body keep their values.")
  @APIResponse(
      responseCode = "200",
      description = "The document after it, also if nothing changed",
      content = @Content(mediaType = JSON, schema = @Schema(ref = "StoredStudent")))
  @APIResponse(responseCode = "404", description = "There is no such student")
  @APIResponse(responseCode = "413", description = "The body is over 1 MiB")
  @APIResponse(responseCode = "415", description = "The body is not said to be JSON")
  public CompletionStage<Response> update(
      @PathParam("id") String id,
      @RequestBody(
              required = true,
              content = @Content(mediaType = JSON, schema = @Schema(ref = "Student")))
          InputStream body,
      @Context HttpHeaders headers) {
    DocumentId student = DocumentId.parameter("id", id);
    BsonDocument fields = StudentUpdate.of(student, JsonBody.read(headers, body));
    return calls.begin(
        deadline ->
            students
                .update(deadline, student, fields)
                .map(StudentAnswers::ok)
                .orElseThrow(() -> StudentAnswers.unknown(id)));
  }

  /** 204, or 404. */
  @DELETE
  @APIResponse(ref = "Invalid", responseCode = "400")
  @APIResponse(ref = "Away", responseCode = "503")
  @Operation(
      operationId = "removeStudent",
      summary = "Removes a student",
      description = "Readers see it as a delete.")
  @APIResponse(responseCode = "204", description = "It is gone")
  @APIResponse(responseCode = "404", description = "There is no such student")
  public CompletionStage<Response> delete(@PathParam("id") String id) {
    DocumentId student = DocumentId.parameter("id", id);
    return calls.begin(
        deadline -> {
          if (!students.delete(deadline, student)) {
            throw StudentAnswers.unknown(id);
          }
          return Response.noContent().build();
        });
  }
}
