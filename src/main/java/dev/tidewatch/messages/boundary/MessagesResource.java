package dev.tidewatch.messages.boundary;

import dev.tidewatch.documents.JsonBody;
import dev.tidewatch.documents.PageRange;
import dev.tidewatch.json.JsonWriter;
import dev.tidewatch.messages.control.Messages;
import dev.tidewatch.messages.entity.Message;
import dev.tidewatch.mongo.MongoCalls;
import dev.tidewatch.problems.ProblemException;
import dev.tidewatch.web.WholeNumber;
import jakarta.inject.Inject;
import jakarta.validation.Validator;
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
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
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
 * {@code /api/messages}: what the two pages do, for programs. No request's thread waits for the
 * database.
 */
@Tag(ref = "Messages")
@Path("messages")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class MessagesResource {

  private static final String JSON = MediaType.APPLICATION_JSON;

  @Inject private Messages messages;
  @Inject private MongoCalls calls;
  @Inject private Validator validator;

  /** 201 and the message as it is stored. */
  @POST
  @Operation(
      operationId = "sendMessage",
      summary = "Sends a message: a text of 1 to 1,000 characters",
      description = "Readers of the feed of messages see it as an insert.")
  @APIResponse(
      responseCode = "201",
      description = "The message as it is stored",
      content = @Content(mediaType = JSON, schema = @Schema(ref = "StoredMessage")))
  @APIResponse(responseCode = "413", description = "The body is over 1 MiB")
  @APIResponse(responseCode = "415", description = "The body is not said to be JSON")
  public CompletionStage<Response> send(
      @RequestBody(
              required = true,
              content = @Content(mediaType = JSON, schema = @Schema(ref = "Message")))
          InputStream body,
      @Context HttpHeaders headers) {
    Message message = MessageAnswers.message(JsonBody.read(headers, body));
    validator.validate(message).stream()
        .findAny()
        .ifPresent(
            violation -> {
              throw new ProblemException(400, violation.getMessage());
            });
    return calls.begin(
        deadline ->
            Response.status(Response.Status.CREATED)
                .entity(JsonWriter.write(messages.add(deadline, message)))
                .build());
  }

  /** At most so many messages, the newest first; a Link says where to go on. */
  @GET
  @APIResponse(ref = "Invalid", responseCode = "400")
  @APIResponse(ref = "Away", responseCode = "503")
  @Operation(
      operationId = "listMessages",
      summary = "Lists messages, the newest first",
      description = "Follow the Link with rel=next for older ones.")
  @APIResponse(
      responseCode = "200",
      description = "A page; a Link with rel=next leads to the next one, of older messages",
      headers = @Header(name = "Link", schema = @Schema(type = SchemaType.STRING)),
      content = @Content(mediaType = JSON, schema = @Schema(ref = "MessageList")))
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
              description = "Only messages that come after this _id in the list: older ones",
              example = "6b016fb3e85fd45d0e9c500d")
          @QueryParam("after")
          String after) {
    PageRange range =
        new PageRange(
            Integer.parseInt(limit),
            Integer.parseInt(skip),
            after == null ? null : MessageAnswers.place(after));
    return calls.begin(
        deadline -> MessageAnswers.page(messages.page(deadline, range), range.limit()));
  }
}
