package dev.tidewatch.students.boundary;

import dev.tidewatch.mongo.MongoCalls;
import dev.tidewatch.students.control.Students;
import dev.tidewatch.students.entity.StudentId;
import dev.tidewatch.students.entity.StudentRange;
import dev.tidewatch.web.WholeNumber;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code /api/students}: makes, shows, changes and removes students. No request's thread waits for
 * the database.
 */
@APIResponse(
    responseCode = "400",
    description = "The body or a parameter is wrong",
    content =
        @Content(
            mediaType = StudentDocs.PROBLEM,
            examples = @ExampleObject(name = "400", value = StudentDocs.INVALID)))
@APIResponse(
    responseCode = "503",
    description = "The database is away, or too many requests wait for it",
    content =
        @Content(
            mediaType = StudentDocs.PROBLEM,
            examples = @ExampleObject(name = "503", value = StudentDocs.AWAY)))
@Tag(name = "Students", description = "The seed's students, in a collection that can be watched")
@Path("students")
@Produces(StudentsResource.JSON)
@Consumes(StudentsResource.JSON)
public class StudentsResource {

  static final String JSON = MediaType.APPLICATION_JSON;
  private static final int MOST = 1000;

  @Inject private Students students;
  @Inject private MongoCalls calls;

  /** 201 and the document as it is stored. An {@code _id} in the body is replaced by a new one. */
  @POST
  @Operation(summary = "Adds a student; an _id in the body is replaced by a new one")
  @APIResponse(
      responseCode = "201",
      description = "The document as it is stored",
      headers = @Header(name = "Location", schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              mediaType = JSON,
              examples = @ExampleObject(name = "201", value = StudentDocs.STORED)))
  @APIResponse(responseCode = "413", description = "The body is over 1 MiB")
  @APIResponse(responseCode = "415", description = "The body is not said to be JSON")
  public CompletionStage<Response> create(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = JSON,
                      schema = @Schema(type = SchemaType.OBJECT),
                      examples = @ExampleObject(name = "body", value = StudentDocs.NEW)))
          InputStream body,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    BsonDocument fields = StudentBody.read(headers, body);
    UriBuilder here = uri.getAbsolutePathBuilder();
    return calls.begin(deadline -> StudentAnswers.created(students.create(deadline, fields), here));
  }

  /** At most so many students, in the order of {@code _id}; a Link says where to go on. */
  @GET
  @Operation(summary = "Lists students in the order of _id")
  @APIResponse(
      responseCode = "200",
      description = "A page; a Link with rel=next leads to the next one",
      headers = @Header(name = "Link", schema = @Schema(type = SchemaType.STRING)),
      content =
          @Content(
              mediaType = JSON,
              examples = @ExampleObject(name = "200", value = StudentDocs.LIST)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  @APIResponse(responseCode = "503", description = "The database is away")
  public CompletionStage<Response> list(
      @Parameter(description = "1 to 1000")
          @QueryParam("limit")
          @DefaultValue("1000")
          @WholeNumber(min = 1, max = MOST)
          String limit,
      @Parameter(description = "How many to leave out; after is faster")
          @QueryParam("skip")
          @DefaultValue("0")
          @WholeNumber(min = 0, max = Integer.MAX_VALUE)
          String skip,
      @Parameter(
              description = "Only students with a greater _id",
              example = "6b016fb3e85fd45d0e9c500d")
          @QueryParam("after")
          String after,
      @Context UriInfo uri) {
    StudentRange range =
        new StudentRange(
            Integer.parseInt(limit),
            Integer.parseInt(skip),
            after == null ? null : StudentAnswers.id("after", after));
    UriBuilder here = uri.getAbsolutePathBuilder();
    return calls.begin(
        deadline -> StudentAnswers.page(students.page(deadline, range), range.limit(), here));
  }

  /** 200 and the document, or 404. */
  @GET
  @Path("{id}")
  @Operation(summary = "Shows a student")
  @APIResponse(
      responseCode = "200",
      description = "The document",
      content =
          @Content(
              mediaType = JSON,
              examples = @ExampleObject(name = "200", value = StudentDocs.STORED)))
  @APIResponse(responseCode = "404", description = "There is no such student")
  public CompletionStage<Response> find(@PathParam("id") String id) {
    StudentId student = StudentAnswers.id("id", id);
    return calls.begin(
        deadline ->
            students
                .find(deadline, student)
                .map(StudentAnswers::ok)
                .orElseThrow(() -> StudentAnswers.unknown(id)));
  }

  /** Sets the given fields, each as a whole: 200 and the document after it, or 404. */
  @PUT
  @Path("{id}")
  @Operation(summary = "Sets the given fields, each as a whole")
  @APIResponse(
      responseCode = "200",
      description = "The document after it, also if nothing changed",
      content =
          @Content(
              mediaType = JSON,
              examples = @ExampleObject(name = "200", value = StudentDocs.STORED)))
  @APIResponse(responseCode = "404", description = "There is no such student")
  @APIResponse(responseCode = "413", description = "The body is over 1 MiB")
  @APIResponse(responseCode = "415", description = "The body is not said to be JSON")
  public CompletionStage<Response> update(
      @PathParam("id") String id,
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = JSON,
                      schema = @Schema(type = SchemaType.OBJECT),
                      examples = @ExampleObject(name = "body", value = StudentDocs.CHANGE)))
          InputStream body,
      @Context HttpHeaders headers) {
    StudentId student = StudentAnswers.id("id", id);
    BsonDocument fields = StudentUpdate.of(student, StudentBody.read(headers, body));
    return calls.begin(
        deadline ->
            students
                .update(deadline, student, fields)
                .map(StudentAnswers::ok)
                .orElseThrow(() -> StudentAnswers.unknown(id)));
  }

  /** 204, or 404. */
  @DELETE
  @Path("{id}")
  @Operation(summary = "Removes a student")
  @APIResponse(responseCode = "204", description = "It is gone")
  @APIResponse(responseCode = "404", description = "There is no such student")
  public CompletionStage<Response> delete(@PathParam("id") String id) {
    StudentId student = StudentAnswers.id("id", id);
    return calls.begin(
        deadline -> {
          if (!students.delete(deadline, student)) {
            throw StudentAnswers.unknown(id);
          }
          return Response.noContent().build();
        });
  }
}
