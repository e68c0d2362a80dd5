package dev.tidewatch.messages.boundary;

import dev.tidewatch.documents.Page;
import dev.tidewatch.documents.PageRange;
import dev.tidewatch.messages.control.Messages;
import dev.tidewatch.mongo.Deadline;
import dev.tidewatch.web.PreparedPage;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;

/** Reads the messages that {@code messages.xhtml} shows. */
public class MessagesReader extends PreparedPage {

  @Inject private Messages messages;

  @Override
  protected Function<Deadline, Page> reader(HttpServletRequest request) {
    String after = request.getParameter("after");
    return deadline -> {
      PageRange range =
          new PageRange(MessagesPage.SHOWN, 0, after == null ? null : MessageAnswers.place(after));
      return messages.page(deadline, range);
    };
  }
}
