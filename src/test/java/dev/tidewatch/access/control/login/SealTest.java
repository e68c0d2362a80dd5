package dev.tidewatch.access.control.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

class SealTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  private static final byte[] SECRET = bytes("a secret of more than thirty-two bytes");

  private static final JWTClaimsSet CLAIMS = claims("anna", NOW.plusSeconds(60));

  private final Seal seal = new Seal(SECRET, "login");

  @Test
  void whatIsSealedIsOpenedWithTheSameSecretAlone() {
    String sealed = seal.seal(CLAIMS).orElseThrow();

    assertThat(new Seal(SECRET, "login").open(sealed, NOW)).hasValue(CLAIMS);
    assertThat(new Seal(bytes("another secret of thirty-two bytes!"), "login").open(sealed, NOW))
        .isEmpty();
    assertThat(sealed).doesNotContain("anna");
  }

  @Test
  void whatIsSealedForOnePurposeIsWorthlessForAnother() {
    String attempt = new Seal(SECRET, "login attempt").seal(CLAIMS).orElseThrow();

    assertThat(seal.open(attempt, NOW)).isEmpty();
  }

  @Test
  void nothingIsOpenedFromItsExpirationOn() {
    String sealed = seal.seal(CLAIMS).orElseThrow();

    assertThat(seal.open(sealed, NOW.plusSeconds(59))).isPresent();
    assertThat(seal.open(sealed, NOW.plusSeconds(60))).isEmpty();
    String endless = seal.seal(new JWTClaimsSet.Builder().subject("anna").build()).orElseThrow();
    assertThat(seal.open(endless, NOW)).isEmpty();
  }

  @Test
  void everyChangedCharacterIsNoticed() {
    String sealed = seal.seal(CLAIMS).orElseThrow();

    for (int i = 0; i < sealed.length() - 1; i++) {
      if (sealed.charAt(i + 1) == '.') {
        // some bits of a part's last character may belong to no byte
        continue;
      }
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      assertThat(seal.open(changed, NOW)).as(changed).isEmpty();
    }
  }

  @Test
  void anythingElseIsRefused() throws Exception {
    assertThat(seal.open(null, NOW)).isEmpty();
    assertThat(seal.open("", NOW)).isEmpty();
    assertThat(seal.open("....", NOW)).isEmpty();
    assertThat(seal.open("x".repeat(Seal.MAX_LENGTH + 1), NOW)).isEmpty();
    assertThat(seal.open(new PlainJWT(CLAIMS).serialize(), NOW)).isEmpty();
    // a key is for one method
    EncryptedJWT other =
        new EncryptedJWT(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A128CBC_HS256), CLAIMS);
    other.encrypt(new DirectEncrypter(SECRET.length == 32 ? SECRET : new byte[32]));
    assertThat(seal.open(other.serialize(), NOW)).isEmpty();
  }

  @Test
  void nothingIsSealedThatACookieCannotHold() {
    String sealed = seal.seal(claims("x".repeat(2_600), NOW.plusSeconds(60))).orElseThrow();

    assertThat(sealed.length()).isBetween(3_500, Seal.MAX_LENGTH);
    assertThat(seal.seal(claims("x".repeat(2_900), NOW.plusSeconds(60)))).isEmpty();
  }

  private static JWTClaimsSet claims(String subject, Instant until) {
    return new JWTClaimsSet.Builder().subject(subject).expirationTime(Date.from(until)).build();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
