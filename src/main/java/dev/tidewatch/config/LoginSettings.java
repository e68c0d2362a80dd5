package dev.tidewatch.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How people log in to the pages.
 *
 * @param clientId the name of Tidewatch at the OpenID provider, which is {@link
 *     TokenSettings#issuer}; null if people do not log in there
 * @param clientSecret the password of Tidewatch there; it is never logged or shown. Empty if it has
 *     none
 * @param scope what is asked of the provider: names of scopes, separated by spaces
 * @param form whether people log in at a form, as users of the server; false if there is a clientId
 * @param minutes how long a login at the form lasts
 * @param key what cookies are encrypted with, at least 32 bytes of UTF-8; it is never logged or
 *     shown. Empty if none is set
 * @param roles the names of all roles that settings name
 * @param claims the claims that rules or pages need: by name, or by a path that begins with it
 * @param url where browsers reach the application, as an origin; null if it is what a request says
 */
public record LoginSettings(
    String clientId,
    CheckedSetting<String> clientSecret,
    String scope,
    boolean form,
    int minutes,
    CheckedSetting<String> key,
    Set<String> roles,
    Set<String> claims,
    String url) {

  /** The claim with the name that a person knows (OpenID Connect Core 1.0, section 5.1). */
  public static final String NAME_CLAIM = "preferred_username";

  /** RFC 7518, section 5.3: as long as the key of A256GCM. */
  public static final int LEAST_KEY_BYTES = 32;

  static final String CLIENT_ID = "tidewatch.oidc.client-id";
  static final String CLIENT_SECRET = "tidewatch.oidc.client-secret";
  static final String FORM = "tidewatch.login.form";
  static final String KEY = "tidewatch.login.key";

  private static final Pattern SCOPE =
      Pattern.compile(
          "(?=.*\\bopenid\\b)[\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*");

  /** Settings that list roles, as names of environment variables, which stand for all sources. */
  private static final Pattern ROLES =
      Pattern.compile("TIDEWATCH_(FEED_.+|STUDENTS|MESSAGES|METRICS)_(READ|WRITE)");

  private static final Pattern ROWS = Pattern.compile("TIDEWATCH_FEED_.+_ROWS_.+");
  private static final Pattern CLAIM =
      Pattern.compile("@caller\\.claims\\.(([^.\"'\\s]+)[^\"'\\s]*)");

  static LoginSettings read(SettingsReader settings, AccessSettings access) {
    boolean required = access.required();
    String id = settings.text(CLIENT_ID).orElse(null);
    CheckedSetting<String> secret = settings.secret(CLIENT_SECRET, "must be a text", t -> true);
    String scope =
        settings.value(
            "tidewatch.oidc.scope",
            "openid profile",
            "must be names of scopes, separated by spaces, with openid among them",
            LoginSettings::scope);
    boolean form = settings.flag(FORM, false);
    int minutes = settings.integer("tidewatch.login.minutes", 480, 1, 43_200);
    CheckedSetting<String> key =
        settings.secret(
            KEY,
            "must be at least " + LEAST_KEY_BYTES + " bytes long",
            text -> text.getBytes(StandardCharsets.UTF_8).length >= LEAST_KEY_BYTES);
    String url = settings.text("tidewatch.url").map(text -> origin(settings, text)).orElse(null);
    Optional<String> problem = problem(required, id, secret.orElse(""), form, access.tokens());
    problem.ifPresent(settings::report);
    boolean openId = id != null && problem.isEmpty() && secret.problem().isEmpty();
    return new LoginSettings(
        openId ? id : null,
        secret,
        scope,
        form && id == null && required,
        minutes,
        key,
        roles(settings),
        claims(settings),
        url);
  }

  /** Whether people can log in. */
  public boolean possible() {
    return form || clientId != null;
  }

  /** Whether a login keeps the claim of that name. */
  public boolean needsClaim(String name) {
    return claims.stream().anyMatch(path -> path.equals(name) || path.startsWith(name + "."));
  }

  private static Set<String> roles(SettingsReader settings) {
    return settings.values(ROLES).stream()
        .flatMap(list -> Stream.of(list.split(",")))
        .map(String::strip)
        .filter(role -> !role.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> claims(SettingsReader settings) {
    Set<String> claims = new HashSet<>(Set.of(NAME_CLAIM, "iat"));
    for (String rule : settings.values(ROWS)) {
      // the whole name is a claim's, or it is a path that begins with one
      CLAIM
          .matcher(rule)
          .results()
          .forEach(found -> claims.addAll(List.of(found.group(1), found.group(2))));
    }
    return Set.copyOf(claims);
  }

  private static Optional<String> problem(
      boolean required, String id, String secret, boolean form, TokenSettings tokens) {
    if (id == null && !secret.isEmpty()) {
      return Optional.of("Missing " + CLIENT_ID + ", " + CLIENT_SECRET + " belongs to it");
    }
    if ((id != null || form) && !required) {
      return Optional.of(
          "The setting "
              + (id != null ? CLIENT_ID : FORM)
              + " has no effect while "
              + AccessSettings.MODE
              + " is open, set it to required");
    }
    if (id != null && form) {
      return Optional.of(
          "The setting "
              + FORM
              + " has no effect while "
              + CLIENT_ID
              + " is set, remove one of them");
    }
    if (id != null && !(tokens.usable() && tokens.secret().orElse("?").isEmpty())) {
      return Optional.of(
          "The setting "
              + CLIENT_ID
              + " has no effect: it needs "
              + TokenSettings.ISSUER
              + ", the address of an OpenID provider, and "
              + TokenSettings.AUDIENCE
              + ", and "
              + TokenSettings.SECRET
              + " must not be set");
    }
    return Optional.empty();
  }

  private static String scope(String text) {
    if (!SCOPE.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static String origin(SettingsReader settings, String text) {
    return settings
        .parse(
            "tidewatch.url",
            text,
            "must be an origin, such as https://watch.example",
            LoginSettings::origin)
        .orElse(null);
  }

  private static String origin(String text) {
    URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!web
        || uri.getHost() == null
        || !(uri.getScheme() + "://" + uri.getRawAuthority()).equals(uri.toString())
        || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException();
    }
    return uri.toString();
  }
}
