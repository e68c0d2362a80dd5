package dev.tidewatch.access.control.login;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.impl.ConcatKDF;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what a browser keeps for the server, so that nobody else can read, change or make it:
 * JSON Web Encryption (RFC 7516) with a direct key of A256GCM. Each purpose has a key of its own,
 * so that what is sealed for one is worthless for another.
 *
 * <p>Immutable and thread-safe.
 */
public final class Seal {

  /** The most characters that are sealed and opened: a cookie has 4,096 with its name. */
  public static final int MAX_LENGTH = 3_800;

  private static final JWEHeader HEADER = new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM);

  /** How each sealed text begins: so no other header is ever parsed. */
  private static final String BEGINNING = HEADER.toBase64URL() + "..";

  private final SecretKey key;

  /**
   * Derives the key (NIST SP 800-56A, one-step key derivation).
   *
   * @param secret at least as random as the key is to be
   * @param purpose what is sealed
   */
  Seal(byte[] secret, String purpose) {
    try {
      key =
          new ConcatKDF("SHA-256")
              .deriveKey(
                  new SecretKeySpec(secret, "HMAC"),
                  EncryptionMethod.A256GCM.cekBitLength(),
                  ("tidewatch " + purpose).getBytes(StandardCharsets.UTF_8));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Seals claims, which must have an expiration time.
   *
   * @return empty if the result would be longer than {@link #MAX_LENGTH}
   */
  public Optional<String> seal(JWTClaimsSet claims) {
    EncryptedJWT sealed = new EncryptedJWT(HEADER, claims);
    try {
      sealed.encrypt(new DirectEncrypter(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return Optional.of(sealed.serialize()).filter(text -> text.length() <= MAX_LENGTH);
  }

  /**
   * Opens what was sealed for the same purpose with the same secret.
   *
   * @param text may be null, and anything a client makes up
   * @return empty if it was not, or if it has expired
   */
  public Optional<JWTClaimsSet> open(String text, Instant now) {
    if (text == null || text.length() > MAX_LENGTH || !text.startsWith(BEGINNING)) {
      return Optional.empty();
    }
    try {
      EncryptedJWT sealed = EncryptedJWT.parse(text);
      sealed.decrypt(new DirectDecrypter(key));
      JWTClaimsSet claims = sealed.getJWTClaimsSet();
      return Optional.of(claims)
          .filter(c -> c.getExpirationTime() != null)
          .filter(c -> now.isBefore(c.getExpirationTime().toInstant()));
    } catch (ParseException | JOSEException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
