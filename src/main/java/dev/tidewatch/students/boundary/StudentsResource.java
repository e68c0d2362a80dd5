package dev.tidewatch.students.boundary;

import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.documents.JsonBody;
import dev.tidewatch.documents.PageRange;
import dev.tidewatch.mongo.MongoCalls;
import dev.tidewatch.students.control.Students;
import dev.tidewatch.web.WholeNumber;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code /api/students}: adds and lists students; {@link StudentResource} has the routes of one. No
 * request's thread waits for the database.
 */
@Tag(ref = "Students")
@Path("students")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class StudentsResource {

  private static final String JSON = MediaType.APPLICATION_JSON;

  @Inject private Students students;
  @Inject private MongoCalls calls;

  /** 201 and the document as it is stored. An {@code _id} in the body is replaced by a new one. */
  @POST
  @Operation(
      operationId = "addStudent",
      summary = "Adds a student; an _id in the body is replaced by a new one",
      description = "The body is any JSON object; Location refers to the new student.")
  @APIResponse(
      responseCode = "201",
      description = "The document as it is stored",
      headers = @Header(name = "Location", schema = @Schema(type = SchemaType.STRING)),
      content = @Content(mediaType = JSON, schema = @Schema(ref = "StoredStudent")))
  @APIResponse(responseCode = "413", description = "The body is over 1 MiB")
  @APIResponse(responseCode = "415", description = "The body is not said to be JSON")
  public CompletionStage<Response> create(
      @RequestBody(
              required = true,
              content = @Content(mediaType = JSON, schema = @Schema(ref = "Student")))
          InputStream body,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    BsonDocument fields = JsonBody.read(headers, body);
    String path = uri.getPath();
    return calls.begin(deadline -> StudentAnswers.created(students.create(deadline, fields), path));
  }

  /** At most so many students, in the order of {@code _id}; a Link says where to go on. */
  @GET
  @APIResponse(ref = "Invalid", responseCode = "400")
  @APIResponse(ref = "Away", responseCode = "503")
  @Operation(
      operationId = "listStudents",
      summary = "Lists students in the order of _id",
      description = "Follow the Link with rel=next for the next page.")
  @APIResponse(
      responseCode = "200",
      description = "A page; a Link with rel=next leads to the next one",
      headers = @Header(name = "Link", schema = @Schema(type = SchemaType.STRING)),
      content = @Content(mediaType = JSON, schema = @Schema(ref = "StudentList")))
  public CompletionStage<Response> list(
      @Parameter(ref = "pageLimit")
          @QueryParam("limit")
          @DefaultValue("1000")
          @WholeNumber(min = 1, max = PageRange.MOST)
          String limit,
      @Parameter(ref = "skip")
          @QueryParam("skip")
          @DefaultValue("0")
          @WholeNumber(min = 0, max = Integer.MAX_VALUE)
          String skip,
      @Parameter(
              description = "Only students with a greater _id",
              example = "6b016fb3e85fd45d0e9c500d")
          @QueryParam("after")
          String after) {
    PageRange range =
        new PageRange(
            Integer.parseInt(limit),
            Integer.parseInt(skip),
            after == null ? null : DocumentId.parameter("after", after));
    return calls.begin(
        deadline -> StudentAnswers.page(students.page(deadline, range), range.limit()));
  }
}
