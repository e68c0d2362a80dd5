package dev.tidewatch.samples.messages.boundary;

import dev.tidewatch.documents.Page;
import dev.tidewatch.documents.PageRange;
import dev.tidewatch.mongo.Deadline;
import dev.tidewatch.samples.messages.control.Messages;
import dev.tidewatch.web.PrefetchFilter;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;

/** Reads the messages that {@code messages.xhtml} shows. */
public class MessagesReader extends PrefetchFilter {

  @Inject private Messages messages;

  @Override
  protected Function<Deadline, Page> reader(HttpServletRequest request) {
    String after = request.getParameter("after");
    return deadline -> {
      PageRange range =
          new PageRange(MessagesPage.SHOWN, 0, after == null ? null : MessageResponses.id(after));
      return messages.page(deadline, range);
    };
  }
}
