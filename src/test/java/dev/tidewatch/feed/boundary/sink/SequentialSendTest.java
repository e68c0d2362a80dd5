package dev.tidewatch.feed.boundary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class SequentialSendTest {

  private static final int MANY = 100_000;

  private final List<String> sent = new ArrayList<>();
  private final Queue<SendHandler> waiting = new ArrayDeque<>();
  private final List<Throwable> done = new ArrayList<>();

  @Test
  void completionsThatComeAtOnceDoNotRecurse() {
    RemoteEndpoint.Async immediate = remote(handler -> handler.onResult(new SendResult()));

    new SequentialSend(immediate, Collections.nCopies(MANY, "x"), done::add).run();

    assertThat(sent).hasSize(MANY);
    assertThat(done).containsExactly((Throwable) null);
  }

  @Test
  void theNextTextWaitsForTheOneBefore() {
    new SequentialSend(remote(waiting::add), List.of("a", "b"), done::add).run();

    assertThat(sent).containsExactly("a");
    waiting.remove().onResult(new SendResult());
    assertThat(sent).containsExactly("a", "b");
    assertThat(done).isEmpty();
    waiting.remove().onResult(new SendResult());
    assertThat(done).containsExactly((Throwable) null);
  }

  @Test
  void aFailureEndsIt() {
    IllegalStateException error = new IllegalStateException("cut");
    new SequentialSend(remote(waiting::add), List.of("a", "b"), done::add).run();

    waiting.remove().onResult(new SendResult(error));

    assertThat(sent).containsExactly("a");
    assertThat(done).containsExactly(error);
  }

  @Test
  void aConnectionThatThrowsIsAFailureToo() {
    IllegalStateException error = new IllegalStateException("closed");
    RemoteEndpoint.Async closed =
        remote(
            handler -> {
              throw error;
            });

    new SequentialSend(closed, List.of("a", "b"), done::add).run();

    assertThat(done).containsExactly(error);
  }

  private RemoteEndpoint.Async remote(java.util.function.Consumer<SendHandler> completion) {
    return (RemoteEndpoint.Async)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RemoteEndpoint.Async.class},
            (proxy, method, arguments) -> {
              sent.add((String) arguments[0]);
              completion.accept((SendHandler) arguments[1]);
              return null;
            });
  }
}
