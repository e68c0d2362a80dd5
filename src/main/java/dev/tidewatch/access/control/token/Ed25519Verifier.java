package dev.tidewatch.access.control.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/**
 * Verifies EdDSA with Ed25519 (RFC 8037) by the JDK. Nimbus' own verifier needs Google Tink, which
 * is 2 MB for what the JDK has had since version 15.
 */
final class Ed25519Verifier implements JWSVerifier {

  private static final int KEY_BYTES = 32;

  private final PublicKey key;

  Ed25519Verifier(OctetKeyPair pair) throws JOSEException {
    try {
      key = KeyFactory.getInstance("Ed25519").generatePublic(spec(pair.getX().decode()));
    } catch (GeneralSecurityException e) {
      throw new JOSEException("not a key of Ed25519", e);
    }
  }

  /** RFC 8032, section 5.1.2: y in little-endian order, and the lowest bit of x above it. */
  private static EdECPublicKeySpec spec(byte[] bytes) throws JOSEException {
    if (bytes.length != KEY_BYTES) {
      throw new JOSEException("a key of Ed25519 has 32 bytes");
    }
    byte[] y = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      y[i] = bytes[KEY_BYTES - 1 - i];
    }
    boolean odd = (y[0] & 0x80) != 0;
    y[0] &= 0x7f;
    return new EdECPublicKeySpec(
        NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y)));
  }

  @Override
  public boolean verify(JWSHeader header, byte[] input, Base64URL signature) throws JOSEException {
    try {
      Signature verification = Signature.getInstance("Ed25519");
      verification.initVerify(key);
      verification.update(input);
      return verification.verify(signature.decode());
    } catch (GeneralSecurityException e) {
      // a signature of another length, or a point that is not on the curve
      return false;
    }
  }

  @Override
  public Set<JWSAlgorithm> supportedJWSAlgorithms() {
    return Set.of(JWSAlgorithm.EdDSA);
  }

  @Override
  public JCAContext getJCAContext() {
    return new JCAContext();
  }
}
