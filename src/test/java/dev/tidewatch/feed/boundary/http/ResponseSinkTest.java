package dev.tidewatch.feed.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.testing.FakeRequest;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ResponseSinkTest {

  private final FakeRequest request = FakeRequest.get("/api/feeds/orders/events");
  private int completed;

  @Test
  void aRefusalThatComesBeforeTheResponseIsWritableIsWrittenThen() throws IOException {
    ResponseSink sink = new ResponseSink(context(), null);
    int[] ended = {0};
    sink.onEnd(() -> ended[0]++);

    sink.close(CloseReason.TOO_MANY_DOCUMENTS);
    assertThat(request.body()).isEmpty();
    assertThat(completed).isZero();

    // WildFly says so only once the request's own thread is done
    sink.onWritePossible();
    assertThat(request.status()).isEqualTo(413);
    assertThat(request.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(request.body()).contains("\"status\":413", "tidewatch.documents");
    assertThat(completed).isOne();
    assertThat(ended[0]).isOne();

    sink.onWritePossible();
    sink.close(CloseReason.GOING_AWAY);
    assertThat(request.body()).containsOnlyOnce("\"status\":413");
    assertThat(completed).isOne();
  }

  @Test
  void aRefusalThatNobodyTakesEndsWithTheServer() throws IOException {
    ResponseSink sink = new ResponseSink(context(), null);
    sink.close(CloseReason.TOO_MANY_DOCUMENTS);

    sink.close(CloseReason.GOING_AWAY);

    assertThat(completed).isOne();
  }

  private AsyncContext context() {
    return (AsyncContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {AsyncContext.class},
            (proxy, called, args) ->
                switch (called.getName()) {
                  case "getResponse" -> request.response();
                  case "complete" -> {
                    completed++;
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(called.getName());
                });
  }
}
