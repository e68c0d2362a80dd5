package dev.tidewatch.access.control.token;

import static dev.tidewatch.access.control.token.TestTokens.claims;
import static dev.tidewatch.access.control.token.TestTokens.part;
import static dev.tidewatch.access.control.token.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.tidewatch.access.control.token.TestTokens.EdKey;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.Settings;
import dev.tidewatch.config.TokenSettings;
import dev.tidewatch.testing.MapConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted, and that nothing else is. */
class TokenVerifierTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final String SECRET = "a secret of more than 32 bytes, of a test";

  private static final RSAKey RSA = TestTokens.rsa("r");
  private static final ECKey EC = TestTokens.ec("e");
  private static final EdKey ED = EdKey.of("d");

  @TempDir Path folder;

  private final Map<String, Object> claims = claims(NOW);
  private Instant now = NOW;
  private TokenVerifier verifier;

  @BeforeEach
  void configure() throws IOException {
    verifier = withKeys(RSA, EC, ED.jwk());
  }

  @Test
  void aGoodTokenNamesItsCallerRolesAndClaims() throws Exception {
    Caller caller = verifier.verify(signed(RSA, claims));

    assertThat(caller.name()).isEqualTo("ada");
    assertThat(caller.roles()).containsExactly("staff");
    assertThat(caller.claims()).containsEntry("iss", TestTokens.ISSUER);
    assertThat(caller.until()).isEqualTo(NOW.plusSeconds(300));
  }

  @Test
  void everyAcceptedAlgorithmVerifies() throws Exception {
    for (String token :
        List.of(
            signed(RSA, claims),
            signed(RSA, JWSAlgorithm.PS256, h -> h, claims),
            signed(EC, claims),
            ED.sign(Map.of("alg", "EdDSA", "kid", "d"), claims),
            ED.sign(Map.of("alg", "EdDSA"), claims))) {
      assertThat(verifier.verify(token).name()).isEqualTo("ada");
    }
    assertThat(withSecret().verify(TestTokens.shared(SECRET, claims)).name()).isEqualTo("ada");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS384", "RS512", "PS384", "PS512"})
  void anotherAlgorithmOfAKnownKeyIsRefused(String name) {
    refused(TokenFault.ALGORITHM, signed(RSA, JWSAlgorithm.parse(name), h -> h, claims));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", ""})
  void aTokenWithoutASignatureIsRefused(String algorithm) {
    for (Map<String, Object> header :
        List.<Map<String, Object>>of(
            Map.of("alg", algorithm), Map.of("alg", algorithm, "kid", "r"), Map.of("typ", "JWT"))) {
      String unsigned = part(header) + "." + part(claims) + ".";
      assertThat(faultOf(unsigned)).isIn(TokenFault.MALFORMED, TokenFault.ALGORITHM);
      assertThat(faultOf(unsigned + "AAAA")).isIn(TokenFault.MALFORMED, TokenFault.ALGORITHM);
    }
  }

  @Test
  void aGoodTokenWithoutItsSignatureIsRefused() {
    String token = signed(RSA, claims);
    String input = token.substring(0, token.lastIndexOf('.') + 1);

    refused(TokenFault.MALFORMED, input);
    refused(TokenFault.SIGNATURE, input + "AAAA");
    refused(TokenFault.MALFORMED, input.substring(0, input.length() - 1));
  }

  /** The classic: a public key is no secret, so what it "signs" with HMAC anybody can sign. */
  @Test
  void anHmacWithThePublicKeyIsRefused() throws Exception {
    for (byte[] known :
        List.of(
            RSA.toPublicKey().getEncoded(),
            RSA.getModulus().decode(),
            RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("r").build();
      String input = header.toBase64URL() + "." + part(claims);
      String mac =
          new MACSigner(known).sign(header, input.getBytes(StandardCharsets.US_ASCII)).toString();
      refused(TokenFault.ALGORITHM, input + "." + mac);
    }
  }

  @Test
  void aSymmetricKeyAmongPublicOnesVerifiesNothing() throws Exception {
    JWK secret = new OctetSequenceKey.Builder(SECRET.getBytes(StandardCharsets.UTF_8)).build();
    verifier = withKeys(RSA, secret);

    refused(TokenFault.ALGORITHM, TestTokens.shared(SECRET, claims));
  }

  @Test
  void aSecretAcceptsNoPublicKeyAndNoOtherSecret() {
    verifier = withSecret();

    refused(TokenFault.ALGORITHM, signed(RSA, claims));
    refused(TokenFault.SIGNATURE, TestTokens.shared(SECRET + "!", claims));
    refused(
        TokenFault.ALGORITHM,
        signed(
            new OctetSequenceKey.Builder((SECRET + SECRET).getBytes(StandardCharsets.UTF_8))
                .build(),
            JWSAlgorithm.HS512,
            h -> h,
            claims));
  }

  @Test
  void aForeignKeyIsRefusedWhateverItIsCalled() {
    refused(TokenFault.KEY, signed(TestTokens.rsa("foreign"), claims));
    refused(TokenFault.SIGNATURE, signed(TestTokens.rsa("r"), claims));
    refused(TokenFault.SIGNATURE, signed(TestTokens.rsa(null), claims));
    // the name of a key of another kind
    refused(TokenFault.KEY, signed(TestTokens.ec("r"), claims));
  }

  @Test
  void aKeyForEncryptionOrTooShortVerifiesNothing() throws Exception {
    RSAKey encrypts = new RSAKey.Builder(RSA).keyUse(KeyUse.ENCRYPTION).build();
    verifier = withKeys(encrypts, EC);
    refused(TokenFault.KEY, signed(RSA, claims));

    RSAKey small = new com.nimbusds.jose.jwk.gen.RSAKeyGenerator(1024, true).keyID("r").generate();
    verifier = withKeys(small, EC);
    String token =
        signed(RSA, claims).split("\\.")[0] + "." + part(claims) + "." + Base64URL.encode("x");
    refused(TokenFault.KEY, token);
  }

  @Test
  void aKeyOfOneAlgorithmVerifiesNoOther() throws IOException {
    verifier = withKeys(new RSAKey.Builder(RSA).algorithm(JWSAlgorithm.PS256).build());

    refused(TokenFault.KEY, signed(RSA, claims));
  }

  /** The token brings a key, or says where there is one. */
  @Test
  void keysNeverComeFromTheToken() {
    RSAKey own = TestTokens.rsa("r");
    URI address = URI.create("https://evil.example/keys");
    for (UnaryOperator<JWSHeader.Builder> header :
        List.<UnaryOperator<JWSHeader.Builder>>of(
            h -> h.jwk(own.toPublicJWK()),
            h -> h.jwkURL(address),
            h -> h.x509CertURL(address),
            h -> h.x509CertChain(List.of(com.nimbusds.jose.util.Base64.encode("x"))))) {
      refused(TokenFault.HEADER, signed(own, JWSAlgorithm.RS256, header, claims));
      refused(TokenFault.HEADER, signed(RSA, JWSAlgorithm.RS256, header, claims));
    }
    refused(
        TokenFault.HEADER,
        signed(
            RSA,
            JWSAlgorithm.RS256,
            h -> h.criticalParams(Set.of("x")).customParam("x", 1),
            claims));
    refused(
        TokenFault.HEADER,
        signed(RSA, JWSAlgorithm.RS256, h -> h.customParam("zip", "DEF"), claims));
  }

  @Test
  void theTypeIsAbsentOrOfATokenForResources() throws Exception {
    for (String type : List.of("JWT", "jwt", "at+jwt", "AT+JWT")) {
      assertThat(verifier.verify(typed(type)).name()).as(type).isEqualTo("ada");
    }
    assertThat(verifier.verify(signed(RSA, JWSAlgorithm.RS256, h -> h.type(null), claims)).name())
        .isEqualTo("ada");
    for (String type : List.of("logout+jwt", "dpop+jwt", "JOSE", "refresh", "")) {
      assertThat(faultOf(typed(type))).as(type).isEqualTo(TokenFault.TYPE);
    }
  }

  private String typed(String type) {
    return signed(RSA, JWSAlgorithm.RS256, h -> h.type(new JOSEObjectType(type)), claims);
  }

  @Test
  void theIssuerIsTheOneThatIsSet() {
    for (Object issuer :
        Arrays.asList(
            null,
            "",
            "https://evil.example",
            TestTokens.ISSUER + "/",
            List.of(TestTokens.ISSUER))) {
      claims.put("iss", issuer);
      assertThat(faultOf(signed(RSA, claims)))
          .as("%s", issuer)
          .isIn(TokenFault.ISSUER, TokenFault.MALFORMED);
    }
    claims.remove("iss");
    refused(TokenFault.ISSUER, signed(RSA, claims));
  }

  @Test
  void theAudienceHasToBeThisOne() throws Exception {
    claims.put("aud", TestTokens.AUDIENCE);
    assertThat(verifier.verify(signed(RSA, claims)).name()).isEqualTo("ada");
    for (Object audience :
        Arrays.asList(
            null,
            "",
            "other",
            List.of(),
            List.of("Tidewatch"),
            List.of("other", "tidewatch2"),
            1)) {
      claims.put("aud", audience);
      assertThat(faultOf(signed(RSA, claims)))
          .as("%s", audience)
          .isIn(TokenFault.AUDIENCE, TokenFault.MALFORMED);
    }
    claims.remove("aud");
    refused(TokenFault.AUDIENCE, signed(RSA, claims));
  }

  @Test
  void aTokenNamesSomebody() {
    for (Object subject : Arrays.asList(null, "", "  ", "x".repeat(1025), 7, List.of("ada"))) {
      claims.put("sub", subject);
      assertThat(faultOf(signed(RSA, claims)))
          .as("%s", subject)
          .isIn(TokenFault.SUBJECT, TokenFault.MALFORMED);
    }
    claims.remove("sub");
    refused(TokenFault.SUBJECT, signed(RSA, claims));
  }

  @Test
  void aTokenExpires() throws Exception {
    String token = signed(RSA, claims);
    now = NOW.plusSeconds(299);
    assertThat(verifier.verify(token).until()).isEqualTo(NOW.plusSeconds(300));
    // the grace for clocks that differ
    now = NOW.plusSeconds(300);
    assertThat(verifier.verify(token).until()).isEqualTo(NOW.plusSeconds(330));
    now = NOW.plusSeconds(329).plusMillis(999);
    assertThat(verifier.verify(token).name()).isEqualTo("ada");
    now = NOW.plusSeconds(330);
    refused(TokenFault.EXPIRED, token);
  }

  @Test
  void aTokenWithoutAnExpiryIsRefused() {
    for (Object expiry : Arrays.asList(null, "tomorrow", true, 0, -1, List.of(1))) {
      claims.put("exp", expiry);
      assertThat(faultOf(signed(RSA, claims)))
          .as("%s", expiry)
          .isIn(TokenFault.EXPIRED, TokenFault.MALFORMED);
    }
    claims.remove("exp");
    refused(TokenFault.EXPIRED, signed(RSA, claims));
  }

  @Test
  void aTokenThatIsNotValidYetIsRefused() throws Exception {
    claims.put("nbf", NOW.getEpochSecond() + 31);
    refused(TokenFault.NOT_YET, signed(RSA, claims));
    claims.put("nbf", NOW.getEpochSecond() + 30);
    assertThat(verifier.verify(signed(RSA, claims)).name()).isEqualTo("ada");
  }

  @Test
  void aLongTokenIsRefusedUnread() throws Exception {
    claims.put("pad", "x".repeat(9 * 1024));
    refused(TokenFault.TOO_LONG, signed(RSA, claims));
    claims.put("pad", "x".repeat(4000));
    assertThat(verifier.verify(signed(RSA, claims)).name()).isEqualTo("ada");
  }

  @Test
  void whatIsNoTokenIsRefused() {
    String token = signed(RSA, claims);
    String[] parts = token.split("\\.");
    for (String text :
        List.of(
            "",
            ".",
            "..",
            "a.b.c",
            "{}",
            token + ".",
            "." + token,
            token + "." + parts[2],
            parts[0] + "." + Base64URL.encode("[]") + "." + parts[2],
            Base64URL.encode("{\"alg\":\"RS256\",\"alg\":\"none\"}")
                + "."
                + parts[1]
                + "."
                + parts[2],
            Base64URL.encode("[".repeat(5000)) + "." + parts[1] + "." + parts[2])) {
      assertThat(faultOf(text)).as(text).isIn(TokenFault.MALFORMED, TokenFault.SIGNATURE);
    }
  }

  @Test
  void eachChangedByteOfATokenIsNoticed() {
    String token = signed(EC, claims);
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c != '.') {
        String changed = token.substring(0, i) + (c == 'A' ? 'B' : 'A') + token.substring(i + 1);
        // the last character of a signature has bits that say nothing
        assertThat(accepts(changed)).as("at %s", i).isEqualTo(sameBytes(changed, token));
      }
    }
  }

  private boolean accepts(String token) {
    try {
      verifier.verify(token);
      return true;
    } catch (TokenException | KeysUnavailableException e) {
      return false;
    }
  }

  private static String last(String token) {
    return token.substring(token.lastIndexOf('.') + 1);
  }

  private static boolean sameBytes(String one, String other) {
    return Arrays.equals(new Base64URL(last(one)).decode(), new Base64URL(last(other)).decode())
        && one.substring(0, one.lastIndexOf('.'))
            .equals(other.substring(0, other.lastIndexOf('.')));
  }

  @Test
  void rolesAreAnArrayOfStringsAtAPath() throws Exception {
    claims.put("realm_access", Map.of("roles", List.of("a", "b")));
    claims.put("https://shop.example/roles", List.of("c"));

    assertThat(roles("realm_access.roles")).containsExactlyInAnyOrder("a", "b");
    assertThat(roles("https://shop.example/roles")).containsExactly("c");
    assertThat(roles("groups")).containsExactly("staff");
    for (String path : List.of("none", "groups.x", "sub", "realm_access", "aud.0", ".", "exp")) {
      assertThat(roles(path)).as(path).isEmpty();
    }
    claims.put("groups", List.of("staff", 1));
    assertThat(roles("groups")).isEmpty();
    claims.put("groups", "staff");
    assertThat(roles("groups")).isEmpty();
  }

  private Set<String> roles(String path) throws Exception {
    return new TokenVerifier(
            settings(Map.of("tidewatch.jwt.secret", SECRET, "tidewatch.jwt.roles", path)),
            Runnable::run,
            () -> now)
        .verify(TestTokens.shared(SECRET, claims))
        .roles();
  }

  @Test
  void noExceptionHoldsTheToken() {
    claims.put("iss", "https://evil.example");
    String token = signed(RSA, claims);

    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOf(TokenException.class)
        .hasNoCause()
        .hasMessage(TokenFault.ISSUER.text());
  }

  private void refused(TokenFault fault, String token) {
    assertThat(faultOf(token)).isEqualTo(fault);
  }

  private TokenFault faultOf(String token) {
    try {
      verifier.verify(token);
      throw new AssertionError("accepted");
    } catch (TokenException e) {
      return e.fault();
    } catch (KeysUnavailableException e) {
      throw new AssertionError(e);
    }
  }

  private TokenVerifier withKeys(JWK... keys) throws IOException {
    Path file = Files.createTempFile(folder, "keys", ".json");
    // with the private keys, as a careless operator might
    Files.writeString(file, new JWKSet(List.of(keys)).toString(false));
    return new TokenVerifier(
        settings(Map.of("tidewatch.jwt.jwks", file.toString())), Runnable::run, () -> now);
  }

  private TokenVerifier withSecret() {
    return new TokenVerifier(
        settings(Map.of("tidewatch.jwt.secret", SECRET)), Runnable::run, () -> now);
  }

  private static TokenSettings settings(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.put("tidewatch.access", "required");
    values.put("tidewatch.jwt.issuer", TestTokens.ISSUER);
    values.put("tidewatch.jwt.audience", TestTokens.AUDIENCE);
    return new Settings(new MapConfig(values)).access().tokens();
  }
}
