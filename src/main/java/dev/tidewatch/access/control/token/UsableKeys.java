package dev.tidewatch.access.control.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.List;
import java.util.Objects;

/** Which keys of a set verify which tokens. */
final class UsableKeys {

  /** RFC 7518, section 3.3. */
  private static final int LEAST_RSA_BITS = 2048;

  /** More takes longer to verify than a server can afford for a token that may be forged. */
  private static final int MOST_RSA_BITS = 8192;

  private static final int MOST_KEYS = 100;

  private UsableKeys() {}

  /**
   * The public keys that can verify a signature, at most {@value #MOST_KEYS}. A symmetric key in a
   * set of public keys is left out, because everybody knows it.
   */
  static List<JWK> of(JWKSet set) {
    return set.getKeys().stream()
        .map(JWK::toPublicJWK)
        .filter(Objects::nonNull)
        .filter(UsableKeys::isUsable)
        .limit(MOST_KEYS)
        .toList();
  }

  private static boolean isUsable(JWK key) {
    boolean signs =
        (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
            && (key.getKeyOperations() == null
                || key.getKeyOperations().contains(KeyOperation.VERIFY));
    if (key instanceof RSAKey rsa) {
      return signs && rsa.size() >= LEAST_RSA_BITS && rsa.size() <= MOST_RSA_BITS;
    }
    if (key instanceof ECKey ec) {
      return signs && ec.getCurve().equals(Curve.P_256);
    }
    return key instanceof OctetKeyPair pair && signs && pair.getCurve().equals(Curve.Ed25519);
  }

  /**
   * Whether a key may verify a token.
   *
   * @param keyId the token's {@code kid}; null if it has none, which every key fits
   */
  static boolean fits(JWK key, JWSAlgorithm algorithm, String keyId) {
    boolean named = keyId == null || keyId.equals(key.getKeyID());
    boolean allowed =
        key.getAlgorithm() == null || key.getAlgorithm().getName().equals(algorithm.getName());
    return named && allowed && isOfKind(key, algorithm);
  }

  private static boolean isOfKind(JWK key, JWSAlgorithm algorithm) {
    if (key instanceof RSAKey) {
      return algorithm.equals(JWSAlgorithm.RS256) || algorithm.equals(JWSAlgorithm.PS256);
    }
    return key instanceof ECKey
        ? algorithm.equals(JWSAlgorithm.ES256)
        : key instanceof OctetKeyPair && algorithm.equals(JWSAlgorithm.EdDSA);
  }
}
