package dev.tidewatch.testing.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

  /** 0 to 9 were tried; the answers to 3 and 7 were lost. */
  private static final SortedSet<Integer> ACKNOWLEDGED =
      new TreeSet<>(List.of(0, 1, 2, 4, 5, 6, 8, 9));

  private static final int ATTEMPTS = 10;

  @Test
  void whatWasAcknowledgedInOrderIsRight() {
    assertThat(problems(0, 1, 2, 4, 5, 6, 8, 9)).isEmpty();
  }

  @Test
  void whatWasNotAcknowledgedMayArriveOnceAnywhere() {
    assertThat(problems(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)).isEmpty();
    assertThat(problems(0, 1, 2, 4, 5, 3, 6, 8, 9, 7)).isEmpty();
  }

  @Test
  void aLossIsFoundAtEitherEndAndInTheMiddle() {
    assertThat(problems(1, 2, 4, 5, 6, 8, 9)).containsExactly("1 never arrived: 0");
    assertThat(problems(0, 1, 2, 4, 6, 8, 9)).containsExactly("1 never arrived: 5");
    assertThat(problems(0, 1, 2, 4, 5, 6, 8)).containsExactly("1 never arrived: 9");
    assertThat(problems()).containsExactly("8 never arrived: 0, 1, 2, 4, 5, 6, 8, 9");
  }

  @Test
  void aRepetitionIsFoundNextToTheFirstAndFarFromIt() {
    assertThat(problems(0, 0, 1, 2, 4, 5, 6, 8, 9)).containsExactly("1 arrived again: 0");
    assertThat(problems(0, 1, 2, 4, 5, 6, 8, 9, 4, 5))
        .containsExactly("2 arrived again: 4, 5", "2 arrived after a later one: 4, 5");
    assertThat(problems(0, 1, 2, 4, 5, 6, 8, 9, 9)).containsExactly("1 arrived again: 9");
  }

  @Test
  void aRepetitionOfWhatWasNotAcknowledgedIsFoundToo() {
    assertThat(problems(0, 1, 2, 3, 4, 3, 5, 6, 8, 9)).containsExactly("1 arrived again: 3");
  }

  @Test
  void disorderIsFound() {
    assertThat(problems(0, 2, 1, 4, 5, 6, 8, 9)).containsExactly("1 arrived after a later one: 1");
    assertThat(problems(9, 0, 1, 2, 4, 5, 6, 8))
        .containsExactly("7 arrived after a later one: 0, 1, 2, 4, 5, 6, 8");
  }

  @Test
  void aChangeThatWasNeverWrittenIsFound() {
    assertThat(problems(0, 1, 2, 4, 5, 6, 8, 9, 10)).containsExactly("1 was never written: 10");
  }

  @Test
  void onlyTheFirstNumbersAreNamed() {
    SortedSet<Integer> many = new TreeSet<>();
    for (int n = 0; n < 20; n++) {
      many.add(n);
    }

    assertThat(Deliveries.problems(many, 20, List.of()))
        .containsExactly("20 never arrived: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …");
  }

  private static List<String> problems(Integer... delivered) {
    return Deliveries.problems(ACKNOWLEDGED, ATTEMPTS, List.of(delivered));
  }
}
