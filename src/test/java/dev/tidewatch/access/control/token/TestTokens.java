package dev.tidewatch.access.control.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes tokens, good and bad. */
public final class TestTokens {

  public static final String ISSUER = "https://id.example/realms/shop";
  public static final String AUDIENCE = "tidewatch";

  private TestTokens() {}

  /** A key of RS256 and PS256. */
  public static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key of ES256. */
  public static ECKey ec(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key of EdDSA, and how to sign with it. */
  public record EdKey(OctetKeyPair jwk, PrivateKey key) {

    /** A new one. */
    public static EdKey of(String id) {
      try {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        EdECPublicKey open = (EdECPublicKey) pair.getPublic();
        byte[] bytes = new byte[32];
        byte[] y = open.getPoint().getY().toByteArray();
        for (int i = 0; i < Math.min(y.length, 32); i++) {
          bytes[i] = y[y.length - 1 - i];
        }
        bytes[31] |= (byte) (open.getPoint().isXOdd() ? 0x80 : 0);
        return new EdKey(
            new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(bytes)).keyID(id).build(),
            pair.getPrivate());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Signs with EdDSA. */
    public String sign(Map<String, Object> header, Map<String, Object> claims) {
      String input = part(header) + "." + part(claims);
      try {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64URL.encode(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What a good token states, for {@code ada} with the role {@code staff}. */
  public static Map<String, Object> claims(Instant now) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("aud", List.of("other", AUDIENCE));
    claims.put("sub", "ada");
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + 300);
    claims.put("groups", List.of("staff"));
    return claims;
  }

  /** A token, signed with a key's own algorithm. */
  public static String signed(JWK key, Map<String, Object> claims) {
    JWSAlgorithm algorithm =
        key instanceof RSAKey
            ? JWSAlgorithm.RS256
            : key instanceof ECKey ? JWSAlgorithm.ES256 : JWSAlgorithm.HS256;
    return signed(key, algorithm, header -> header, claims);
  }

  /** A token. */
  public static String signed(
      JWK key,
      JWSAlgorithm algorithm,
      UnaryOperator<JWSHeader.Builder> header,
      Map<String, Object> claims) {
    JWSHeader built =
        header
            .apply(new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID()))
            .build();
    String input = built.toBase64URL() + "." + part(claims);
    try {
      return input + "." + signer(key).sign(built, input.getBytes(StandardCharsets.US_ASCII));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token of HS256 with a shared secret. */
  public static String shared(String secret, Map<String, Object> claims) {
    return signed(secretKey(secret), claims);
  }

  private static JWK secretKey(String secret) {
    return new OctetSequenceKey.Builder(secret.getBytes(StandardCharsets.UTF_8)).build();
  }

  private static JWSSigner signer(JWK key) throws JOSEException {
    if (key instanceof RSAKey rsa) {
      return new RSASSASigner(rsa);
    }
    return key instanceof ECKey ec
        ? new ECDSASigner(ec)
        : new MACSigner(((OctetSequenceKey) key).toByteArray());
  }

  /** A part of a token. */
  public static String part(Map<String, Object> values) {
    return Base64URL.encode(JSONObjectUtils.toJSONString(values)).toString();
  }
}
