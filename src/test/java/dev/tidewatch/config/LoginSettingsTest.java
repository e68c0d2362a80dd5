package dev.tidewatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.testing.MapConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginSettingsTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final Map<String, String> values =
      new HashMap<>(
          Map.of(
              "tidewatch.access", "required",
              "tidewatch.jwt.issuer", "https://id.example/realms/shop",
              "tidewatch.jwt.audience", "tidewatch"));

  @Test
  void withoutASettingNobodyLogsIn() {
    assertThat(read().login().possible()).isFalse();
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void aClientLogsInAtTheProvider() {
    values.put("tidewatch.oidc.client-id", "watch");
    values.put("tidewatch.oidc.client-secret", "short");

    assertThat(read().problems()).isEmpty();
    assertThat(read().login().possible()).isTrue();
    assertThat(read().login().clientId()).isEqualTo("watch");
    assertThat(read().login().clientSecret().get()).isEqualTo("short");
    assertThat(read().login().scope()).isEqualTo("openid profile");
  }

  @Test
  void aClientNeedsAProvider() {
    values.put("tidewatch.oidc.client-id", "watch");
    values.put("tidewatch.jwt.secret", SECRET);

    refused("tidewatch.oidc.client-id", "needs tidewatch.jwt.issuer", "must not be set");
    values.remove("tidewatch.jwt.secret");
    values.remove("tidewatch.jwt.audience");
    refused("tidewatch.oidc.client-id", "needs tidewatch.jwt.issuer");
  }

  @Test
  void aSecretNeedsItsClient() {
    values.put("tidewatch.oidc.client-secret", SECRET);

    refused("Missing tidewatch.oidc.client-id, tidewatch.oidc.client-secret belongs to it");
  }

  @Test
  void aFormIsForTheUsersOfTheServer() {
    values.put("tidewatch.login.form", "true");

    assertThat(read().problems()).isEmpty();
    assertThat(read().login().form()).isTrue();
    assertThat(read().login().minutes()).isEqualTo(480);
  }

  @Test
  void aFormBesideAProviderIsReportedAndNotShown() {
    values.put("tidewatch.login.form", "true");
    values.put("tidewatch.oidc.client-id", "watch");

    assertThat(read().problems()).singleElement().asString().contains("tidewatch.login.form");
    assertThat(read().login().form()).isFalse();
    assertThat(read().login().possible()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tidewatch.login.form", "tidewatch.oidc.client-id"})
  void aLoginThatNothingNeedsIsReported(String name) {
    values.put("tidewatch.access", "open");
    values.put(name, "true");

    assertThat(read().problems())
        .contains(
            "The setting "
                + name
                + " has no effect while tidewatch.access is open, set it to required");
    assertThat(read().login().possible()).isFalse();
  }

  @Test
  void aKeyThatIsTooShortIsReportedAndNotShown() {
    values.put("tidewatch.login.key", "canary");

    assertThat(read().problems())
        .containsExactly("Invalid tidewatch.login.key, must be at least 32 bytes long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"profile", "openid\"", "openidx", "openid  profile", "xopenid email"})
  void aScopeNamesOpenid(String scope) {
    values.put("tidewatch.oidc.scope", scope);

    assertThat(read().problems()).singleElement().asString().contains("tidewatch.oidc.scope");
    assertThat(read().login().scope()).isEqualTo("openid profile");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "watch.example",
        "https://watch.example/path",
        "https://user@watch.example",
        "https://watch.example?x",
        "ftp://watch.example",
        "https://"
      })
  void anAddressIsAnOrigin(String url) {
    values.put("tidewatch.url", url);

    assertThat(read().problems()).singleElement().asString().contains("tidewatch.url");
    assertThat(read().login().url()).isNull();
  }

  @Test
  void aSlashAtTheEndOfAnOriginIsLeftOut() {
    values.put("tidewatch.url", "https://watch.example:8443/");

    assertThat(read().login().url()).isEqualTo("https://watch.example:8443");
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void aLoginKeepsTheClaimsThatRulesName() {
    values.put("tidewatch.feeds", "orders");
    values.put(
        "tidewatch.feed.orders.rows.customer",
        "{tenant: '@caller.claims.tenant', $or: [{a: \"@caller.claims.address.city\"}]}");
    values.put("tidewatch.messages.read", "customer, operator");

    values.put("tidewatch.feed.orders.rows.staff", "{a: '@caller.claims.https://id.example/unit'}");

    assertThat(List.of("preferred_username", "iat", "tenant", "address", "https://id.example/unit"))
        .allMatch(read().login()::needsClaim);
    assertThat(List.of("email", "ten", "city", "https://id.example/units"))
        .noneMatch(read().login()::needsClaim);
    assertThat(read().login().roles()).containsExactlyInAnyOrder("customer", "operator");
  }

  private void refused(String... parts) {
    assertThat(read().problems()).anySatisfy(problem -> assertThat(problem).contains(parts));
    assertThat(read().login().possible()).isFalse();
  }

  private Settings read() {
    return new Settings(new MapConfig(values));
  }
}
