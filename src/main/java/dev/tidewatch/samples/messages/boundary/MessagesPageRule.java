package dev.tidewatch.samples.messages.boundary;

import dev.tidewatch.access.control.PageRule;
import dev.tidewatch.access.control.Rights;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.access.entity.Right;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;

/** Who may see the pages of messages. */
@ApplicationScoped
public class MessagesPageRule implements PageRule {

  private static final Map<String, Right> PAGES =
      Map.of(
          "/messages", Right.READ_MESSAGES,
          "/messages.xhtml", Right.READ_MESSAGES,
          "/compose", Right.WRITE_MESSAGES,
          "/compose.xhtml", Right.WRITE_MESSAGES);

  @Inject private Rights rights;

  @Override
  public Optional<Boolean> allows(String path, Caller caller) {
    return Optional.ofNullable(PAGES.get(path)).map(right -> rights.has(caller, right));
  }
}
