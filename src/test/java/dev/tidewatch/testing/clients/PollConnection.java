package dev.tidewatch.testing.clients;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Poll after poll, each waiting for a change. */
final class PollConnection implements ClientConnection {

  private static final HttpClient CLIENT = Http.client();

  private final List<Item> items = new ArrayList<>();
  private final URI base;
  private CompletableFuture<HttpResponse<String>> asking;
  private AssertionError failure;
  private boolean left;

  PollConnection(URI base, String after) {
    this.base = base;
    ask(after);
  }

  private synchronized void ask(String after) {
    if (left) {
      return;
    }
    URI uri = base.resolve("api/feeds/changes/changes?limit=100&wait=20&after=" + after);
    asking = CLIENT.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    asking.thenAccept(this::take).exceptionally(this::fail);
  }

  /** The position that comes with the answer is where to go on, also where there is no change. */
  private synchronized void take(HttpResponse<String> response) {
    if (left) {
      return;
    }
    if (response.statusCode() != 200 || response.body().startsWith("{\"gap\"")) {
      throw new AssertionError(
          "not owed to a reader: " + response.statusCode() + " " + response.body());
    }
    JsonObject answer = ClientConnection.parse(response.body());
    answer.getJsonArray("changes").getValuesAs(JsonObject.class).stream()
        .map(item -> Item.of(item.getString("id"), item.getJsonObject("change")))
        .forEach(items::add);
    ask(answer.getString("position"));
  }

  private synchronized Void fail(Throwable error) {
    // a node that has crashed, or that we have left; what is wrong with an answer is for the test
    failure = error.getCause() instanceof AssertionError wrong ? wrong : null;
    return null;
  }

  @Override
  public synchronized int received() {
    if (failure != null) {
      throw failure;
    }
    return items.size();
  }

  @Override
  public synchronized List<Item> leave() {
    left = true;
    asking.cancel(true);
    return List.copyOf(items);
  }
}
