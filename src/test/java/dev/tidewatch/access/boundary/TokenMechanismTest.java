package dev.tidewatch.access.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.access.control.Authentication;
import dev.tidewatch.access.control.Authenticator;
import dev.tidewatch.access.control.LoginSupport;
import dev.tidewatch.access.control.Outcome;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.Settings;
import dev.tidewatch.testing.FakeRequest;
import dev.tidewatch.testing.MapConfig;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the mechanism tells a server, and what it makes of a server that does not take it. */
class TokenMechanismTest {

  private final List<String> told = new ArrayList<>();
  private RuntimeException refusal;
  private Authentication found =
      Authentication.of(new Caller("ada", Set.of("staff"), Map.of(), Instant.MAX));
  private boolean required = true;
  private final LoginSupport support =
      new LoginSupport(
          new Settings(new MapConfig(Map.of("tidewatch.access", "required"))).access());
  private final TokenMechanism mechanism = new TokenMechanism(new Found(), support);

  @Test
  void aCallerIsToldToTheServer() {
    HttpServletRequest request = FakeRequest.get("/api/feeds").request();

    assertThat(validate(request)).isEqualTo(AuthenticationStatus.SUCCESS);
    assertThat(told).containsExactly("login ada [staff]");
    assertThat(Authentication.in(request)).contains(found);
  }

  @Test
  void whoIsNotKnownIsLeftToTheGate() {
    found = Authentication.refused(Outcome.BAD_TOKEN, "why");
    HttpServletRequest request = FakeRequest.get("/api/feeds").request();

    assertThat(validate(request)).isEqualTo(AuthenticationStatus.NOT_DONE);
    assertThat(Authentication.in(request)).contains(found);
  }

  @Test
  void aServerThatTakesNoCallerIsNoticedAtTheFirstOne() {
    refusal = new IllegalStateException("ELY01177: Authorization failed for ada");
    HttpServletRequest first = FakeRequest.get("/api/feeds").request();

    assertThat(validate(first)).isEqualTo(AuthenticationStatus.NOT_DONE);
    assertThat(Authentication.in(first).flatMap(Authentication::outcome))
        .isEqualTo(Optional.of(Outcome.UNAVAILABLE));
    assertThat(support.isWorking()).isFalse();
    told.clear();
    validate(FakeRequest.get("/api/feeds").request());
    assertThat(told).containsExactly("nothing");
  }

  @Test
  void whileAccessIsOpenAndForPublicPathsNothingIsDone() {
    assertThat(validate(FakeRequest.get("/resources/tidewatch/client.js").request()))
        .isEqualTo(AuthenticationStatus.NOT_DONE);
    required = false;
    HttpServletRequest request = FakeRequest.get("/api/feeds").request();
    assertThat(validate(request)).isEqualTo(AuthenticationStatus.NOT_DONE);

    assertThat(told).containsExactly("nothing", "nothing");
    assertThat(Authentication.in(request)).isEmpty();
  }

  private AuthenticationStatus validate(HttpServletRequest request) {
    return mechanism.validateRequest(request, null, context());
  }

  private HttpMessageContext context() {
    return (HttpMessageContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpMessageContext.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getHandler" -> null;
                  case "doNothing" -> {
                    told.add("nothing");
                    yield AuthenticationStatus.NOT_DONE;
                  }
                  case "notifyContainerAboutLogin" -> {
                    if (refusal != null) {
                      throw refusal;
                    }
                    told.add(
                        "login " + ((java.security.Principal) args[0]).getName() + " " + args[1]);
                    yield AuthenticationStatus.SUCCESS;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private final class Found extends Authenticator {

    @Override
    public boolean isRequired() {
      return required;
    }

    @Override
    public Authentication authenticate(HttpServletRequest request) {
      return found;
    }
  }
}
