package dev.tidewatch.access.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.testing.FakeRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerPrincipalTest {

  @Test
  void theServersUserHasTheRolesThatTheServerConfirms() {
    Optional<Caller> caller = of(FakeRequest.get("/").by("ada", "staff", "unnamed"));

    assertThat(caller).map(Caller::name).hasValue("ada");
    assertThat(caller).map(Caller::roles).hasValue(Set.of("staff"));
    assertThat(caller).map(Caller::until).hasValue(Instant.MAX);
  }

  @Test
  void nobodyAndSomebodyWithoutANameAreNotKnown() {
    assertThat(of(FakeRequest.get("/"))).isEmpty();
    assertThat(of(FakeRequest.get("/").by(null))).isEmpty();
    assertThat(of(FakeRequest.get("/").by(" ", "staff"))).isEmpty();
  }

  private static Optional<Caller> of(FakeRequest request) {
    return ServerPrincipal.of(request.request(), Set.of("staff", "head"));
  }
}
