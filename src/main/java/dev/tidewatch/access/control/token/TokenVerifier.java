package dev.tidewatch.access.control.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.TokenSettings;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Verifies tokens: JWTs (RFC 7519) that are signed (RFC 7515), as RFC 8725 advises. What is not
 * expressly accepted is refused. Thread-safe.
 */
public final class TokenVerifier {

  /** The longest token, in characters. */
  public static final int MAX_LENGTH = 8192;

  /** How far the clocks of the issuer and of this server may differ. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  private static final Set<JWSAlgorithm> ASYMMETRIC =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

  private static final Set<JWSAlgorithm> SYMMETRIC = Set.of(JWSAlgorithm.HS256);

  /** RFC 7519, section 5.1, and RFC 9068, section 2.1. */
  private static final Set<JOSEObjectType> TYPES =
      Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"));

  /** What brings a key, or asks for an extension that would change what is signed. */
  private static final Set<String> REFUSED_PARAMETERS =
      Set.of("jku", "jwk", "x5u", "x5c", "crit", "b64", "zip", "enc");

  private static final int LONGEST_SUBJECT = 1024;

  private final TokenSettings settings;
  private final Set<JWSAlgorithm> algorithms;
  private final Keys keys;
  private final MACVerifier secret;
  private final RolesClaim roles;
  private final InstantSource clock;

  /**
   * A verifier for usable settings. Keys are first read by {@link #prepare}, or for the first
   * token.
   *
   * @param executor reads keys; a reading may take seconds
   */
  public TokenVerifier(TokenSettings settings, Executor executor, InstantSource clock) {
    if (!settings.usable()) {
      throw new IllegalArgumentException("No token is accepted");
    }
    this.settings = settings;
    this.clock = clock;
    this.roles = new RolesClaim(settings.roles());
    String shared = settings.secret().get();
    this.algorithms = shared.isEmpty() ? ASYMMETRIC : SYMMETRIC;
    this.secret = shared.isEmpty() ? null : mac(shared);
    this.keys =
        shared.isEmpty()
            ? new Keys(loader(settings), place(settings), executor, System::nanoTime)
            : null;
  }

  private static KeyLoader loader(TokenSettings settings) {
    return settings.jwks() == null
        ? KeyLoaders.ofProvider(settings.issuer())
        : KeyLoaders.ofSet(settings.jwks());
  }

  private static String place(TokenSettings settings) {
    return settings.jwks() == null ? settings.issuer() : settings.jwks();
  }

  private static MACVerifier mac(String secret) {
    try {
      return new MACVerifier(secret);
    } catch (JOSEException e) {
      throw new IllegalArgumentException("The secret is too short");
    }
  }

  /** Begins to read the keys, so that the first token need not wait. */
  public void prepare() {
    if (keys != null) {
      keys.prepare();
    }
  }

  /**
   * Verifies a token.
   *
   * @return who it is about, known until the token expires
   * @throws TokenException if it is refused
   * @throws KeysUnavailableException if it cannot be judged now
   */
  public Caller verify(String token) throws TokenException, KeysUnavailableException {
    return verify(token, settings.audience());
  }

  /** As above, for another audience. */
  public Caller verify(String token, String audience)
      throws TokenException, KeysUnavailableException {
    if (token.length() > MAX_LENGTH) {
      throw new TokenException(TokenFault.TOO_LONG);
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      check(jwt.getHeader());
      verifySignature(jwt);
      return caller(jwt, audience);
    } catch (ParseException | RuntimeException | StackOverflowError e) {
      // the message of a parser may quote the token
      throw new TokenException(TokenFault.MALFORMED);
    }
  }

  private void check(JWSHeader header) throws TokenException {
    if (!algorithms.contains(header.getAlgorithm())) {
      throw new TokenException(TokenFault.ALGORITHM);
    }
    if (header.getType() != null && !TYPES.contains(header.getType())) {
      throw new TokenException(TokenFault.TYPE);
    }
    if (header.getIncludedParams().stream().anyMatch(REFUSED_PARAMETERS::contains)) {
      throw new TokenException(TokenFault.HEADER);
    }
  }

  private void verifySignature(SignedJWT jwt) throws TokenException, KeysUnavailableException {
    if (secret != null) {
      if (!isSignedWith(secret, jwt)) {
        throw new TokenException(TokenFault.SIGNATURE);
      }
      return;
    }
    Keys.Known known = keys.known();
    TokenFault fault = fault(jwt, known);
    boolean mayBeNew = fault == TokenFault.KEY || jwt.getHeader().getKeyID() == null;
    if (fault != null && mayBeNew) {
      Keys.Known renewed = keys.renewed(known);
      fault = renewed.version() == known.version() ? fault : fault(jwt, renewed);
    }
    if (fault != null) {
      throw new TokenException(fault);
    }
  }

  /** Why no key has signed a token; null if one has. */
  private static TokenFault fault(SignedJWT jwt, Keys.Known known) {
    JWSHeader header = jwt.getHeader();
    TokenFault fault = TokenFault.KEY;
    for (JWK key : known.keys()) {
      if (UsableKeys.fits(key, header.getAlgorithm(), header.getKeyID())) {
        fault = TokenFault.SIGNATURE;
        JWSVerifier verifier = verifier(key);
        if (verifier != null && isSignedWith(verifier, jwt)) {
          return null;
        }
      }
    }
    return fault;
  }

  private static JWSVerifier verifier(JWK key) {
    try {
      if (key instanceof RSAKey rsa) {
        return new RSASSAVerifier(rsa);
      }
      if (key instanceof ECKey ec) {
        return new ECDSAVerifier(ec);
      }
      return key instanceof OctetKeyPair pair ? new Ed25519Verifier(pair) : null;
    } catch (JOSEException e) {
      return null;
    }
  }

  private static boolean isSignedWith(JWSVerifier verifier, SignedJWT jwt) {
    try {
      return jwt.verify(verifier);
    } catch (JOSEException e) {
      return false;
    }
  }

  private Caller caller(SignedJWT jwt, String audience) throws TokenException, ParseException {
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    if (!settings.issuer().equals(claims.getIssuer())) {
      throw new TokenException(TokenFault.ISSUER);
    }
    if (!claims.getAudience().contains(audience)) {
      throw new TokenException(TokenFault.AUDIENCE);
    }
    Map<String, Object> values = jwt.getPayload().toJSONObject();
    // Nimbus would make a text of a number
    if (!(values.get("sub") instanceof String subject)
        || subject.isBlank()
        || subject.length() > LONGEST_SUBJECT) {
      throw new TokenException(TokenFault.SUBJECT);
    }
    Instant until = until(claims);
    return new Caller(subject, roles.of(values), values, until);
  }

  private Instant until(JWTClaimsSet claims) throws TokenException {
    Instant now = clock.instant();
    Date begin = claims.getNotBeforeTime();
    if (begin != null && begin.toInstant().isAfter(now.plus(GRACE))) {
      throw new TokenException(TokenFault.NOT_YET);
    }
    Date expiry = claims.getExpirationTime();
    if (expiry == null || !expiry.toInstant().plus(GRACE).isAfter(now)) {
      throw new TokenException(TokenFault.EXPIRED);
    }
    // the grace is for clocks that differ, and lengthens no session that began before
    Instant end = expiry.toInstant();
    return end.isAfter(now) ? end : end.plus(GRACE);
  }
}
