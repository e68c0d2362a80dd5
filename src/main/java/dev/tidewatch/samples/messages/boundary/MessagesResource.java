package dev.tidewatch.samples.messages.boundary;

import dev.tidewatch.access.control.Requires;
import dev.tidewatch.access.entity.Right;
import dev.tidewatch.documents.PageRange;
import dev.tidewatch.documents.PageResponse;
import dev.tidewatch.mongo.DatabaseBulkhead;
import dev.tidewatch.problems.ProblemException;
import dev.tidewatch.samples.messages.control.Messages;
import dev.tidewatch.samples.messages.entity.Message;
import dev.tidewatch.web.Paging;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;

/**
 * {@code /api/messages}: sends and lists messages. No request thread waits for the database. {@code
 * META-INF/openapi.yaml} describes it to clients.
 */
@Path("messages")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class MessagesResource {

  @Inject private Messages messages;
  @Inject private DatabaseBulkhead bulkhead;
  @Inject private Validator validator;

  /** Answers 201 and the message as stored. */
  @POST
  @Requires(Right.WRITE_MESSAGES)
  public CompletionStage<Response> send(BsonDocument body) {
    Message message = MessageResponses.message(body);
    validator.validate(message).stream()
        .findAny()
        .ifPresent(
            violation -> {
              throw new ProblemException(400, violation.getMessage());
            });
    return bulkhead.begin(
        deadline ->
            Response.status(Response.Status.CREATED)
                .entity(messages.add(deadline, message))
                .build());
  }

  /** Answers a page, newest first; a Link leads to the next page. */
  @GET
  @Requires(Right.READ_MESSAGES)
  public CompletionStage<Response> list(@BeanParam @Valid Paging paging) {
    PageRange range = paging.range(MessageResponses::id);
    return bulkhead.begin(
        deadline ->
            PageResponse.of(
                "messages", messages.page(deadline, range), range.limit(), MessageResponses::text));
  }
}
