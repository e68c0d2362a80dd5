package dev.tidewatch.access.control.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.Settings;
import dev.tidewatch.testing.MapConfig;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginsTest {

  private final Map<String, String> values =
      new HashMap<>(
          Map.of(
              "tidewatch.access", "required",
              "tidewatch.login.form", "true",
              "tidewatch.login.key", "0123456789abcdef0123456789abcdef"));

  private final Instant until = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);

  @Test
  void aCallerComesBackAsItWas() {
    Caller caller =
        new Caller(
            "Zoë",
            Set.of("customer", "head of room"),
            Map.of(
                "iat",
                1_795_000_000L,
                "vip",
                true,
                "tenants",
                List.of("a", "b"),
                "address",
                Map.of("city", "Köln", "zip", 50667L)),
            until);

    assertThat(logins().open(logins().seal(caller).orElseThrow())).hasValue(caller);
  }

  @Test
  void anotherKeyOpensNothing() {
    String sealed = logins().seal(caller(Set.of())).orElseThrow();
    values.put("tidewatch.login.key", "another key with thirty-two bytes");

    assertThat(logins().open(sealed)).isEmpty();
  }

  @Test
  void withoutASecretEachNodeHasAKeyOfItsOwn() {
    values.remove("tidewatch.login.key");
    Logins one = logins();
    String sealed = one.seal(caller(Set.of())).orElseThrow();

    assertThat(one.open(sealed)).isPresent();
    assertThat(logins().open(sealed)).isEmpty();
  }

  @Test
  void aLoginIsNoAttemptAndNoLogout() {
    Seals seals = new Seals(new Settings(new MapConfig(values)).login());
    String sealed = new Logins(seals).seal(caller(Set.of())).orElseThrow();

    assertThat(seals.attempt().open(sealed, Instant.now())).isEmpty();
    assertThat(seals.logout().open(sealed, Instant.now())).isEmpty();
  }

  @Test
  void aLoginThatHasEndedIsNobody() {
    Caller ended = new Caller("anna", Set.of(), Map.of(), Instant.now().minusSeconds(1));

    assertThat(logins().open(logins().seal(ended).orElseThrow())).isEmpty();
  }

  @Test
  void moreRolesThanACookieHoldsAreRefused() {
    Set<String> many =
        IntStream.range(0, 200)
            .mapToObj(i -> "a role with a name " + i)
            .collect(Collectors.toSet());

    assertThat(logins().seal(caller(many))).isEmpty();
  }

  private Caller caller(Set<String> roles) {
    return new Caller("anna", roles, Map.of(), until);
  }

  private Logins logins() {
    return new Logins(new Seals(new Settings(new MapConfig(values)).login()));
  }
}
