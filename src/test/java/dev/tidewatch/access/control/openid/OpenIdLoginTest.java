package dev.tidewatch.access.control.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.access.control.login.Seals;
import dev.tidewatch.access.control.openid.OpenIdLogin.LoggedIn;
import dev.tidewatch.access.control.token.TestTokens;
import dev.tidewatch.access.control.token.TokenVerifier;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.Settings;
import dev.tidewatch.testing.MapConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenIdLoginTest {

  private static final String SECRET = "a client's secret: 32 characters";
  private static final String REDIRECT = "https://watch.example/login/return";
  private static final String BROWSER = "what the browser's cookie holds";

  private final Instant now = Instant.now();
  private final Map<String, String> values = new HashMap<>();
  private FakeProvider provider;
  private OpenIdLogin login;

  @BeforeEach
  void start() {
    provider = new FakeProvider();
    values.put("tidewatch.access", "required");
    values.put("tidewatch.jwt.issuer", provider.issuer());
    values.put("tidewatch.jwt.audience", TestTokens.AUDIENCE);
    values.put("tidewatch.jwt.roles", "realm_access.roles");
    values.put("tidewatch.oidc.client-id", "watch");
    values.put("tidewatch.oidc.client-secret", SECRET);
    values.put("tidewatch.feed.orders.rows.customer", "{tenant: '@caller.claims.tenant'}");
    configure();
  }

  private void configure() {
    Settings settings = new Settings(new MapConfig(values));
    TokenVerifier tokens =
        new TokenVerifier(settings.access().tokens(), Runnable::run, InstantSource.system());
    login =
        new OpenIdLogin(
            settings.access(),
            settings.login(),
            new OpenIdProvider(settings.access(), settings.login()),
            new IdTokens(settings.access(), settings.login(), tokens::verify),
            new Seals(settings.login()));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void aBrowserIsSentToTheProviderWithAChallengeAndNoSecret() throws Exception {
    Map<String, String> asked = begin();

    assertThat(asked)
        .containsEntry("tenant", "1")
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "watch")
        .containsEntry("redirect_uri", REDIRECT)
        .containsEntry("scope", "openid profile")
        .containsEntry("code_challenge_method", "S256")
        .doesNotContainKey("code_verifier");
    assertThat(asked.get("nonce")).hasSize(43);
    assertThat(String.join(" ", asked.values())).doesNotContain(SECRET, BROWSER);
    answer(asked, c -> {}, c -> {});

    end(asked);

    byte[] verifier =
        provider.forms.get(0).get("code_verifier").getBytes(StandardCharsets.US_ASCII);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier);
    assertThat(asked.get("code_challenge"))
        .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
  }

  @Test
  void theCodeIsExchangedWithThePasswordInTheHeader() {
    Map<String, String> asked = begin();
    answer(asked, c -> {}, c -> {});

    end(asked);

    assertThat(provider.forms.get(0))
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("code", "the code")
        .containsEntry("redirect_uri", REDIRECT)
        .doesNotContainKeys("client_id", "client_secret");
    // RFC 6749, section 2.3.1
    String pair = "watch:a+client%27s+secret%3A+32+characters";
    assertThat(provider.authorizations)
        .containsExactly(
            "Basic "
                + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void aProviderThatTakesNoHeaderGetsThePasswordInTheForm() {
    provider.metadata.put("token_endpoint_auth_methods_supported", List.of("client_secret_post"));
    Map<String, String> asked = begin();
    answer(asked, c -> {}, c -> {});

    end(asked);

    assertThat(provider.forms.get(0))
        .containsEntry("client_id", "watch")
        .containsEntry("client_secret", SECRET);
    assertThat(provider.authorizations).containsExactly("null");
  }

  @Test
  void aPublicClientHasNoPassword() {
    values.remove("tidewatch.oidc.client-secret");
    values.put("tidewatch.login.key", "0123456789abcdef0123456789abcdef");
    configure();
    Map<String, String> asked = begin();
    answer(asked, c -> {}, c -> {});

    assertThat(end(asked).caller().name()).isEqualTo("ada");

    assertThat(provider.forms.get(0))
        .containsEntry("client_id", "watch")
        .doesNotContainKey("client_secret");
    assertThat(provider.authorizations).containsExactly("null");
  }

  @Test
  void theCallerHasWhatRulesNeedOfBothTokensUntilTheFirstExpires() {
    Map<String, String> asked = begin();
    answer(
        asked,
        id -> {
          id.put("preferred_username", "Ada");
          id.put("realm_access", Map.of("roles", List.of("reader")));
          id.put("email", "ada@shop.example");
        },
        access -> {
          access.put("exp", now.getEpochSecond() + 60);
          access.put("tenant", "shop");
        });

    LoggedIn end = end(asked);

    assertThat(end.address()).isEqualTo("/messages?n=1");
    Caller caller = end.caller();
    assertThat(caller.name()).isEqualTo("ada");
    assertThat(caller.roles()).containsExactlyInAnyOrder("staff", "reader");
    assertThat(caller.claims())
        .containsOnlyKeys("preferred_username", "tenant", "iat")
        .containsEntry("preferred_username", "Ada")
        .containsEntry("tenant", "shop");
    assertThat(caller.until().getEpochSecond()).isEqualTo(now.getEpochSecond() + 60);
  }

  @Test
  void anAccessTokenThatIsNotForThisServerGivesNothing() {
    for (Consumer<Map<String, Object>> other :
        List.<Consumer<Map<String, Object>>>of(
            access -> access.put("aud", "another"),
            access -> access.put("iss", "https://evil.example"),
            access -> access.put("exp", now.getEpochSecond() - 600),
            access -> access.put("sub", "root"))) {
      Map<String, String> asked = begin();
      answer(asked, id -> {}, other);

      Caller caller = end(asked).caller();

      assertThat(caller.name()).isEqualTo("ada");
      assertThat(caller.roles()).isEmpty();
    }
    Map<String, String> asked = begin();
    answer(asked, id -> {}, access -> {});
    provider.answer.put("access_token", "opaque");
    assertThat(end(asked).caller().roles()).isEmpty();
  }

  @Test
  void anIdTokenOfAnotherLoginClientOrIssuerIsRefused() {
    for (Consumer<Map<String, Object>> change :
        List.<Consumer<Map<String, Object>>>of(
            id -> id.put("nonce", "another"),
            id -> id.remove("nonce"),
            id -> id.put("aud", "another"),
            id -> id.put("azp", "another"),
            id -> id.put("iss", "https://evil.example"),
            id -> id.put("exp", now.getEpochSecond() - 600),
            id -> id.remove("sub"))) {
      Map<String, String> asked = begin();
      answer(asked, change, access -> {});

      assertThatThrownBy(() -> end(asked))
          .isInstanceOfSatisfying(
              ProviderException.class, e -> assertThat(e.status()).isEqualTo(403));
    }
  }

  @Test
  void aLoginEndsInTheBrowserThatBeganItAlone() {
    Map<String, String> asked = begin();
    answer(asked, c -> {}, c -> {});
    String state = asked.get("state");

    refuses("another", state, null);
    refuses(null, state, null);
    refuses(BROWSER, null, null);
    refuses(BROWSER, "", null);
    refuses(BROWSER, state.substring(0, state.length() - 2), null);
    refuses(BROWSER, state, "https://evil.example");
    assertThat(provider.forms).as("no code is sent").isEmpty();

    assertThat(login.end("the code", state, provider.issuer(), BROWSER).caller().isKnown())
        .isTrue();
  }

  private void refuses(String browser, String state, String issuer) {
    assertThatThrownBy(() -> login.end("the code", state, issuer, browser))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.status()).isEqualTo(403));
  }

  @Test
  void severalTabsLogInAtOnce() {
    Map<String, String> one = begin();
    Map<String, String> other = begin();

    answer(one, c -> {}, c -> {});
    assertThat(end(one).caller().isKnown()).isTrue();
    answer(other, c -> {}, c -> {});
    assertThat(end(other).caller().isKnown()).isTrue();
  }

  @Test
  void anotherNodeWithTheSameSecretEndsALogin() {
    Map<String, String> asked = begin();
    answer(asked, c -> {}, c -> {});
    configure();

    assertThat(end(asked).caller().isKnown()).isTrue();

    values.put("tidewatch.login.key", "another key with thirty-two bytes");
    configure();
    refuses(BROWSER, asked.get("state"), null);
  }

  @Test
  void aPersonWhomTheProviderRefusesIsToldSo() {
    Map<String, String> asked = begin();

    assertThatThrownBy(() -> login.end(null, asked.get("state"), null, BROWSER))
        .isInstanceOf(ProviderException.class)
        .hasMessage("The OpenID provider did not log you in.");
  }

  @Test
  void whatTheProviderAnswersIsNeverShown() {
    Map<String, String> asked = begin();
    for (String error : List.of("invalid_grant", "invalid_client", "server_error")) {
      provider.status = 400;
      provider.answer.clear();
      provider.answer.put("error", error);
      provider.answer.put("error_description", "canary");

      assertThatThrownBy(() -> end(asked))
          .isInstanceOf(ProviderException.class)
          .hasMessageNotContaining("canary")
          .hasNoCause()
          .satisfies(
              e ->
                  assertThat(((ProviderException) e).status())
                      .isEqualTo(error.equals("invalid_grant") ? 403 : 503));
    }
  }

  @Test
  void aProviderThatIsAwayIsA503() {
    provider.close();

    assertThatThrownBy(this::begin)
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> {
              assertThat(e.status()).isEqualTo(503);
              assertThat(e.getStackTrace()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"issuer", "authorization_endpoint", "token_endpoint"})
  void aDocumentOfAnotherIssuerOrWithoutPlacesIsA503(String name) {
    provider.metadata.put(name, name.equals("issuer") ? "https://evil.example" : "javascript:1");

    assertThatThrownBy(this::begin)
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.status()).isEqualTo(503));
  }

  @Test
  void theProviderEndsItsSessionToo() {
    String place = login.logout("an.id.token", "https://watch.example/logout").orElseThrow();

    assertThat(place).startsWith(provider.issuer() + "/end?");
    assertThat(FakeProvider.form(URI.create(place).getRawQuery()))
        .containsEntry("client_id", "watch")
        .containsEntry("id_token_hint", "an.id.token")
        .containsEntry("post_logout_redirect_uri", "https://watch.example/logout");
    provider.metadata.remove("end_session_endpoint");
    configure();
    assertThat(login.logout(null, "https://watch.example/logout")).isEmpty();
    provider.close();
    configure();
    assertThat(login.logout(null, "https://watch.example/logout")).isEmpty();
  }

  private Map<String, String> begin() {
    String place = login.begin(BROWSER, "/messages?n=1", REDIRECT);
    assertThat(place).startsWith(provider.issuer() + "/authorize?");
    return FakeProvider.form(URI.create(place).getRawQuery());
  }

  private LoggedIn end(Map<String, String> asked) {
    return login.end("the code", asked.get("state"), null, BROWSER);
  }

  /** The provider's answer to the code: an ID token without roles, and an access token with one. */
  private void answer(
      Map<String, String> asked,
      Consumer<Map<String, Object>> id,
      Consumer<Map<String, Object>> access) {
    Map<String, Object> person = TestTokens.claims(now);
    person.put("iss", provider.issuer());
    person.put("aud", "watch");
    person.put("nonce", asked.get("nonce"));
    id.accept(person);
    Map<String, Object> granted = TestTokens.claims(now);
    granted.put("iss", provider.issuer());
    granted.put("realm_access", Map.of("roles", List.of("staff")));
    access.accept(granted);
    provider.answer.clear();
    provider.answer.put("id_token", TestTokens.signed(provider.key, person));
    provider.answer.put("access_token", TestTokens.signed(provider.key, granted));
  }
}
