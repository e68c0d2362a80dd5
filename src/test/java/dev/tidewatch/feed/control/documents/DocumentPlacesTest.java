package dev.tidewatch.feed.control.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.control.documents.DocumentPlaces.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentPlacesTest {

  private final DocumentPlaces places = new DocumentPlaces(2);
  private final List<String> called = new ArrayList<>();

  @Test
  void whoComesTooLateIsCalledWhenAPlaceIsFree() {
    Place first = ask("a");
    ask("b");
    Place third = ask("c");
    assertThat(third.isTaken()).isFalse();
    assertThat(called).isEmpty();

    first.leave();
    first.leave();

    assertThat(third.isTaken()).isTrue();
    assertThat(called).containsExactly("c");
    assertThat(places.waiting()).isZero();
  }

  @Test
  void theNextPlaceIsOfTheClientWithTheFewest() {
    Place first = ask("a");
    Place second = ask("a");
    ask("a");
    ask("a");
    ask("b");

    first.leave();
    assertThat(called).containsExactly("b");
    second.leave();
    assertThat(called).containsExactly("b", "a");
  }

  @Test
  void whoLeavesTheQueueIsNotCalled() {
    Place first = ask("a");
    ask("b");
    Place third = ask("c");
    third.leave();
    first.leave();

    assertThat(called).isEmpty();
    assertThat(ask(null).isTaken()).isTrue();
  }

  private Place ask(String client) {
    return places.ask(client, () -> called.add(client));
  }
}
