package dev.tidewatch.feed.boundary.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.entity.Position;
import org.junit.jupiter.api.Test;

class PollSinkTest {

  private static final Position START = new Position("8200000001");
  private static final Position SEARCHED = new Position("8200000005");

  @Test
  void aSearchWhoseTimeIsOverSaysHowFarItHasGot() {
    PollSink poll = new PollSink(START, true);
    poll.reached(SEARCHED, false);
    assertThat(poll.answer()).isNotDone();

    poll.timeIsOver();

    assertThat(new String(poll.answer().join().bytes(), UTF_8))
        .isEqualTo("{\"changes\":[],\"position\":\"" + SEARCHED.id() + "\"}");
  }

  @Test
  void aRequestThatDoesNotWaitIsAnsweredOnceAllIsSearched() {
    PollSink poll = new PollSink(START, false);
    poll.reached(START, false);
    assertThat(poll.answer()).isNotDone();

    poll.reached(SEARCHED, true);

    assertThat(poll.answer()).isCompleted();
  }
}
