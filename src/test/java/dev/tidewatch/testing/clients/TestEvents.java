package dev.tidewatch.testing.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * A reader of Server-Sent Events that keeps what it is sent, and its last event id. It decodes
 * gzip.
 */
public final class TestEvents implements AutoCloseable {

  private final List<Map<String, String>> events = new CopyOnWriteArrayList<>();
  private final List<String> idle = new CopyOnWriteArrayList<>();
  private final List<Map<String, String>> all = new CopyOnWriteArrayList<>();

  private final HttpResponse<InputStream> response;
  private final AtomicLong bytes = new AtomicLong();
  private final CompletableFuture<Void> ended;
  private volatile String lastId;
  private volatile boolean cut;

  private TestEvents(URI uri, String lastEventId, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    response = Http.client().sendAsync(request.build(), BodyHandlers.ofInputStream()).join();
    ended = CompletableFuture.runAsync(this::read, task -> new Thread(task, "events").start());
  }

  /** Connects. */
  public static TestEvents connect(URI uri) {
    return new TestEvents(uri, null);
  }

  /** Connects with more headers, names and values in turn; comes back if there is an id. */
  public static TestEvents connectWith(URI uri, String lastEventId, String... headers) {
    return new TestEvents(uri, lastEventId, headers);
  }

  /** Comes back. */
  public static TestEvents connectAfter(String lastEventId, URI uri) {
    return new TestEvents(uri, lastEventId);
  }

  private void read() {
    Map<String, String> event = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        bytes.addAndGet(line.getBytes(StandardCharsets.UTF_8).length + 1L);
        if (line.isEmpty()) {
          dispatch(Map.copyOf(event));
          event.clear();
        } else if (!line.startsWith(":")) {
          int colon = line.indexOf(": ");
          event.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
    } catch (IOException e) {
      // closed, or cut off
      cut = true;
    }
  }

  private InputStream body() throws IOException {
    boolean gzip = response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
    return gzip ? new PromptGzip(response.body()) : response.body();
  }

  /** Java's own reports until the end that bytes are available, so a reader of text blocks. */
  private static final class PromptGzip extends GZIPInputStream {

    PromptGzip(InputStream in) throws IOException {
      super(in);
    }

    @Override
    public int available() {
      return 0;
    }
  }

  /** As half of the clients do, which forget the id of an event without data. */
  private void dispatch(Map<String, String> event) {
    if (!event.containsKey("data")) {
      return;
    }
    all.add(event);
    lastId = event.getOrDefault("id", lastId);
    String name = event.getOrDefault("event", "message");
    if (name.equals("hello") || name.equals("heartbeat")) {
      idle.add(name);
    } else {
      events.add(event);
    }
  }

  /** The changes and gaps so far, and what else an application would be handed. */
  public List<Map<String, String>> events() {
    return events;
  }

  /** Every event so far, greetings and heartbeats too. */
  public List<Map<String, String>> all() {
    return all;
  }

  /** The names of greetings and heartbeats so far. */
  public List<String> idle() {
    return idle;
  }

  /** How many bytes it was sent. */
  public long bytes() {
    return bytes.get();
  }

  /** Where it would come back to; null before it was told anything. */
  public String lastId() {
    return lastId;
  }

  /** Done when the server has ended the response, or it was closed. */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /** Whether the response ended before it was whole, or was closed. */
  public boolean wasCut() {
    return cut;
  }

  /** The response's status and headers. */
  public HttpResponse<?> response() {
    return response;
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
