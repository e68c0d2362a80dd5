package dev.tidewatch.samples.messages.boundary;

import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.web.PageView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.List;

/** The model of {@code messages.xhtml}. */
@Named
@RequestScoped
public class MessagesPage extends PageView {

  /** How many messages a page shows; the script asks for as many. */
  static final int SHOWN = 50;

  public int getShown() {
    return SHOWN;
  }

  public List<MessageLine> getMessages() {
    return documents().stream().map(MessageLine::new).toList();
  }

  @Override
  protected String text(DocumentId id) {
    return MessageResponses.text(id);
  }
}
