package dev.tidewatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.testing.MapConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be used allows nothing. */
class AccessSettingsTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final Map<String, String> values = new HashMap<>(Map.of("tidewatch.access", "required"));

  @ParameterizedTest
  @ValueSource(strings = {"Required", "none", "open,required", "true"})
  void anInvalidModeIsReportedAndRequiresARight(String mode) {
    values.put("tidewatch.access", mode);

    assertThat(read().problems())
        .containsExactly("Invalid tidewatch.access \"" + mode + "\", must be open or required");
    assertThat(read().access().required()).isTrue();
  }

  @Test
  void rolesAreAListWithCommas() {
    values.put("tidewatch.students.read", " staff , head of room,*");

    assertThat(read().access().studentsRead().get()).containsExactly("staff", "head of room", "*");
    assertThat(read().problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tidewatch.students.read",
        "tidewatch.students.write",
        "tidewatch.messages.read",
        "tidewatch.messages.write",
        "tidewatch.metrics.read"
      })
  void rolesThatNothingEnforcesAreReportedAndAllowNothing(String name) {
    values.clear();
    values.put(name, "staff");
    String problem = "Invalid " + name + " \"staff\", has no effect while tidewatch.access is open";

    assertThat(read().problems()).containsExactly(problem);
    AccessSettings access = read().access();
    assertThat(
            Stream.of(
                access.studentsRead(),
                access.studentsWrite(),
                access.messagesRead(),
                access.messagesWrite(),
                access.metricsRead()))
        .filteredOn(roles -> roles.problem().isPresent())
        .singleElement()
        .satisfies(
            roles ->
                assertThatThrownBy(roles::get)
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessage(problem));
  }

  @ParameterizedTest
  @CsvSource({
    "https://id.example/realms/shop, , ",
    "http://localhost:8080/realms/shop, , ",
    "shop, https://id.example/keys, ",
    "shop, http://[::1]:8080/keys, ",
    "shop, /etc/tidewatch/keys.json, ",
    "shop, , " + SECRET
  })
  void keysComeFromAProviderASetOfKeysOrASecret(String issuer, String jwks, String secret) {
    tokens(issuer, jwks, secret);

    assertThat(read().problems()).isEmpty();
    assertThat(read().access().tokens().usable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://id.example/realms/shop, , , tidewatch.jwt.issuer",
    "shop, , , tidewatch.jwt.issuer",
    "https://u:word@id.example/, , , tidewatch.jwt.issuer",
    "shop, http://id.example/keys, , tidewatch.jwt.jwks",
    "shop, ftp://id.example/keys, , tidewatch.jwt.jwks",
    "shop, /keys, " + SECRET + ", keep one of them",
    ", /keys, , Missing tidewatch.jwt.issuer",
    ", , " + SECRET + ", Missing tidewatch.jwt.issuer",
    "shop, , 0123456789word, tidewatch.jwt.secret"
  })
  void whatIsIncompleteAcceptsNoToken(String issuer, String jwks, String secret, String problem) {
    tokens(issuer, jwks, secret);

    assertThat(read().problems()).anyMatch(text -> text.contains(problem));
    assertThat(read().problems()).noneMatch(text -> text.contains("word"));
    assertThat(read().access().tokens().usable()).isFalse();
  }

  @Test
  void withoutAnAudienceNoTokenIsAccepted() {
    tokens("shop", null, SECRET);
    values.remove("tidewatch.jwt.audience");

    assertThat(read().problems())
        .singleElement()
        .asString()
        .startsWith("Missing tidewatch.jwt.audience");
    assertThat(read().access().tokens().usable()).isFalse();
  }

  @Test
  void tokensThatNobodyNeedsAreReported() {
    tokens("shop", null, SECRET);
    values.put("tidewatch.access", "open");

    assertThat(read().problems())
        .containsExactly(
            "The settings tidewatch.jwt.* have no effect while tidewatch.access is open,"
                + " set it to required");
  }

  @Test
  void noGroupPrintsTheSecret() {
    tokens("shop", null, SECRET);

    assertThat(read().access().toString()).doesNotContain(SECRET);
  }

  private void tokens(String issuer, String jwks, String secret) {
    put("tidewatch.jwt.issuer", issuer);
    put("tidewatch.jwt.jwks", jwks);
    put("tidewatch.jwt.secret", secret);
    put("tidewatch.jwt.audience", "tidewatch");
  }

  private void put(String name, String value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  private Settings read() {
    return new Settings(new MapConfig(values));
  }
}
