package dev.tidewatch.clients;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import java.net.URI;

/** LaunchDarkly's okhttp-eventsource, which comes back by itself. */
final class LaunchDarklyEvents extends EventClient {

  private final EventSource source;

  LaunchDarklyEvents(URI uri) {
    source =
        new EventSource.Builder(ConnectStrategy.http(uri))
            .errorStrategy(ErrorStrategy.alwaysContinue())
            .build();
    Thread reader = new Thread(this::read, "launchdarkly-events");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    for (MessageEvent event : source.messages()) {
      handOver(new Event(event.getEventName(), event.getLastEventId(), event.getData()));
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
