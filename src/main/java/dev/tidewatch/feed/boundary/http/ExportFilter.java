package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.feed.boundary.DocumentsParameter;
import dev.tidewatch.feed.boundary.FeedAccess.Granted;
import dev.tidewatch.feed.boundary.SubscribeParameters;
import dev.tidewatch.feed.boundary.ToParameter;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.delivery.Sink;
import dev.tidewatch.feed.control.delivery.SubscribeRequest;
import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.control.format.ExportFormat;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.Protocol;
import dev.tidewatch.problems.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.function.Function;

/**
 * {@code GET /api/feeds/NAME/export}: the changes from one moment to another, as lines of JSON. The
 * client ends it early by closing the connection.
 */
public class ExportFilter extends ResponseFilter {

  public ExportFilter() {
    super("export", Protocol.EXPORT);
  }

  @Override
  Function<Sink, SubscribeRequest> read(Granted granted, HttpServletRequest request) {
    Feed feed = granted.feed();
    SubscribeParameters parameters =
        SubscribeParameters.parse(
            feed, granted.view(), request.getParameter("after"), name -> values(request, name));
    DocumentsParameter.refuse(parameters.documents());
    Position start = parameters.after();
    if (start == null) {
      throw new BadParameterException(
          CloseReason.BAD_MOMENT,
          "from",
          "An export begins at a moment: give from, such as -10m, or after with an id.");
    }
    Position head = feed.position();
    if (head == null) {
      throw new ProblemException(503, "The watch of this feed has not begun yet.");
    }
    Position end = ToParameter.parse(values(request, "to"), start, head, Instant.now());
    return sink ->
        SubscribeRequest.of(
                sink,
                Protocol.EXPORT,
                new ExportFormat(parameters.maxBytes(), parameters.json()),
                parameters.filter(),
                start)
            .seeing(parameters.view())
            .upTo(end);
  }

  @Override
  void setHeaders(Feed feed, HttpServletResponse response) {
    response.setContentType("application/x-ndjson");
    // a feed's name has only letters, digits, dashes and underscores
    response.setHeader(
        "Content-Disposition", "attachment; filename=\"" + feed.name() + ".ndjson\"");
  }
}
