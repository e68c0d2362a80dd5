package dev.tidewatch.samples.students.boundary;

import dev.tidewatch.access.control.Requires;
import dev.tidewatch.access.entity.Right;
import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.documents.PageRange;
import dev.tidewatch.documents.PageResponse;
import dev.tidewatch.mongo.DatabaseBulkhead;
import dev.tidewatch.samples.students.control.Students;
import dev.tidewatch.web.Paging;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;

/**
 * {@code /api/students}: adds and lists students; {@link StudentResource} has the routes of one. No
 * request thread waits for the database. {@code META-INF/openapi.yaml} describes it to clients.
 */
@Path("students")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class StudentsResource {

  @Inject private Students students;
  @Inject private DatabaseBulkhead bulkhead;

  /** Answers 201 and the document as stored. A new {@code _id} replaces one in the body. */
  @POST
  @Requires(Right.WRITE_STUDENTS)
  public CompletionStage<Response> create(BsonDocument fields, @Context UriInfo uri) {
    String path = uri.getPath();
    return bulkhead.begin(deadline -> created(students.create(deadline, fields), path));
  }

  /** Answers a page in the order of {@code _id}; a Link leads to the next page. */
  @GET
  @Requires(Right.READ_STUDENTS)
  public CompletionStage<Response> list(@BeanParam @Valid Paging paging) {
    PageRange range = paging.range(after -> DocumentId.parameter("after", after));
    return bulkhead.begin(
        deadline ->
            PageResponse.of(
                "students", students.page(deadline, range), range.limit(), DocumentId::text));
  }

  /** The response, with a Location relative to the request, whose path may end with a slash. */
  private static Response created(BsonDocument student, String path) {
    String id = new DocumentId(student.get("_id")).text();
    String collection = path.endsWith("/") ? "./" : "students/";
    // RESTEasy would make the address of Response.created absolute
    return Response.status(Response.Status.CREATED)
        .header("Location", collection + UriBuilder.fromPath("{id}").build(id))
        .entity(student)
        .build();
  }
}
