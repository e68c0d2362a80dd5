package dev.tidewatch.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Which tokens are accepted.
 *
 * @param issuer must be a token's {@code iss}; also the address of the OpenID provider if neither
 *     {@code jwks} nor {@code secret} is set. Null if it is not set
 * @param jwks the file or the address of a set of keys; null if it is not set
 * @param secret the key of HS256, at least 32 bytes of UTF-8; it is never logged or shown. Empty if
 *     it is not set
 * @param audience must be in a token's {@code aud}; null if it is not set
 * @param roles where a token lists the roles: the name of a claim, or a path with dots
 * @param usable whether the settings are complete and valid; otherwise no token is accepted
 */
public record TokenSettings(
    String issuer,
    String jwks,
    CheckedSetting<String> secret,
    String audience,
    String roles,
    boolean usable) {

  static final String ISSUER = "tidewatch.jwt.issuer";
  static final String JWKS = "tidewatch.jwt.jwks";
  static final String SECRET = "tidewatch.jwt.secret";
  static final String AUDIENCE = "tidewatch.jwt.audience";

  /** RFC 7518, section 3.2: as long as the hash. */
  private static final int LEAST_SECRET_BYTES = 32;

  private static final String DISCOVERY = ".well-known/openid-configuration";

  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  static TokenSettings read(SettingsReader settings) {
    int problems = settings.problems().size();
    String issuer = settings.text(ISSUER).orElse(null);
    String jwks = settings.text(JWKS).orElse(null);
    CheckedSetting<String> secret = secret(settings);
    String audience = settings.text(AUDIENCE).orElse(null);
    String roles = settings.value("tidewatch.jwt.roles", "groups", "must be a path", t -> t);
    boolean wanted = issuer != null || jwks != null || !secret.orElse("?").isEmpty();
    if (wanted) {
      problem(issuer, jwks, secret.orElse("?"), audience).ifPresent(settings::report);
    }
    boolean usable = wanted && settings.problems().size() == problems;
    return new TokenSettings(issuer, jwks, secret, audience, roles, usable);
  }

  private static CheckedSetting<String> secret(SettingsReader settings) {
    return settings.secret(
        SECRET,
        "must be at least " + LEAST_SECRET_BYTES + " bytes long",
        text -> text.getBytes(StandardCharsets.UTF_8).length >= LEAST_SECRET_BYTES);
  }

  private static Optional<String> problem(
      String issuer, String jwks, String secret, String audience) {
    if (issuer == null) {
      return Optional.of("Missing " + ISSUER + ", it must be the iss of the tokens");
    }
    if (audience == null) {
      return Optional.of(
          "Missing "
              + AUDIENCE
              + ", it must be an aud of the tokens that are meant for this server");
    }
    if (jwks != null && !secret.isEmpty()) {
      return Optional.of("Both " + JWKS + " and " + SECRET + " are set, keep one of them");
    }
    if (jwks == null && secret.isEmpty() && !isProtected(issuer)) {
      return Optional.of(
          invalid(ISSUER, issuer) + ", or " + JWKS + " or " + SECRET + " must be set");
    }
    if (jwks != null && jwks.contains("://") && !isProtected(jwks)) {
      return Optional.of(invalid(JWKS, jwks) + ", or the name of a file");
    }
    return Optional.empty();
  }

  private static String invalid(String name, String value) {
    // an address may hold a password
    return InvalidSettingException.message(
        name,
        value.contains("@") ? null : value,
        "must be an https:// address (http:// for this machine alone)");
  }

  /** Where an OpenID provider describes itself (OpenID Connect Discovery 1.0, section 4). */
  public static URI discovery(String issuer) {
    return URI.create(issuer.endsWith("/") ? issuer + DISCOVERY : issuer + "/" + DISCOVERY);
  }

  /**
   * Whether nobody on the way can replace what comes from an address: it is of HTTPS, or of this
   * machine.
   */
  public static boolean isProtected(String address) {
    try {
      URI uri = URI.create(address);
      return uri.getHost() != null
          && uri.getRawUserInfo() == null
          && ("https".equals(uri.getScheme())
              || "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
