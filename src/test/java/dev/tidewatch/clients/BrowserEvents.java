package dev.tidewatch.clients;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;

/** A browser's own EventSource. For the thread that the page belongs to. */
final class BrowserEvents extends EventClient {

  private static final String LISTEN =
      """
      (uri) => {
        window.handed = [];
        const source = new EventSource(uri);
        for (const name of ['hello', 'heartbeat', 'change', 'gap', 'message']) {
          source.addEventListener(name, ({ lastEventId, data }) => handed.push([name, lastEventId, data]));
        }
      }""";

  private final Page page;

  /**
   * Listens on a page of the same origin.
   *
   * @param page shows nothing yet
   */
  BrowserEvents(Page page, URI uri) {
    this.page = page;
    page.navigate(uri.resolve("/").toString());
    page.evaluate(LISTEN, uri.toString());
  }

  @Override
  List<Event> events() {
    return ((List<?>) page.evaluate("() => handed"))
        .stream().map(event -> event((List<?>) event)).toList();
  }

  private static Event event(List<?> fields) {
    return new Event(fields.get(0).toString(), fields.get(1).toString(), fields.get(2).toString());
  }

  @Override
  public void close() {
    page.close();
  }
}
