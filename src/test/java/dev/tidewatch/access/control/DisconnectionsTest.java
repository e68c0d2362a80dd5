package dev.tidewatch.access.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.access.entity.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DisconnectionsTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  private Instant now = NOON.plusMillis(500);
  private final Disconnections disconnections = new Disconnections(() -> now);

  @Test
  void tokensThatWereIssuedBeforeAreRefusedAndLaterOnesAreNot() {
    disconnections.add("ada");

    assertThat(disconnections.isRefused(caller("ada", -60))).isTrue();
    assertThat(disconnections.isRefused(caller("ada", 0))).isTrue();
    assertThat(disconnections.isRefused(caller("ada", 1))).isFalse();
    assertThat(disconnections.isRefused(caller("bob", -60))).isFalse();
  }

  @Test
  void aTokenThatDoesNotSayWhenItWasIssuedIsRefused() {
    Caller undated = new Caller("ada", Set.of(), Map.of(), Instant.MAX);
    assertThat(disconnections.isRefused(undated)).isFalse();
    disconnections.add("ada");

    assertThat(disconnections.isRefused(undated)).isTrue();
  }

  @Test
  void nobodyComesBackBecauseOthersWereDisconnected() {
    disconnections.add("ada");
    for (int i = 0; i < 2 * Disconnections.MOST; i++) {
      now = now.plusSeconds(1);
      disconnections.add("caller " + i);
    }

    assertThat(disconnections.isRefused(caller("ada", 0))).isTrue();
    // the price: somebody else's token from before needs to be renewed
    assertThat(disconnections.isRefused(caller("bob", 0))).isTrue();
    assertThat(disconnections.isRefused(caller("bob", 3 * Disconnections.MOST))).isFalse();
  }

  private static Caller caller(String name, long second) {
    Map<String, Object> claims = Map.of("iat", NOON.getEpochSecond() + second);
    return new Caller(name, Set.of(), claims, Instant.MAX);
  }
}
