package dev.tidewatch.clients;

import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;

/**
 * okhttp-sse, which leaves it to its application to come back: this one comes back with the last id
 * that it was handed.
 */
final class OkHttpEvents extends EventClient {

  private static final long RETRY_MILLIS = 500;

  private final OkHttpClient http = new OkHttpClient();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final URI uri;
  private volatile String lastId;
  private volatile EventSource source;

  OkHttpEvents(URI uri) {
    this.uri = uri;
    open();
  }

  private void open() {
    Request.Builder request = new Request.Builder().url(uri.toString());
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    source = EventSources.createFactory(http).newEventSource(request.build(), new Listener());
  }

  private final class Listener extends EventSourceListener {

    @Override
    public void onEvent(EventSource from, String id, String type, String data) {
      lastId = id == null ? lastId : id;
      handOver(new Event(type == null ? "message" : type, id, data));
    }

    @Override
    public void onFailure(EventSource from, Throwable error, Response response) {
      onClosed(from);
    }

    @Override
    public void onClosed(EventSource from) {
      if (!later.isShutdown()) {
        later.schedule(OkHttpEvents.this::open, RETRY_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  @Override
  public void close() {
    later.shutdownNow();
    source.cancel();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
