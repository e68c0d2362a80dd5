package dev.tidewatch.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that are signed with the secret that {@code scripts/bench} gives the server too. */
final class Token {

  private static final String ALGORITHM = "HmacSHA256";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Token() {}

  /** A token for an hour, of a caller that is called as its only role. */
  static String of(String role) {
    return of(role, role);
  }

  /** A token for an hour, of a caller with one role. */
  static String of(String name, String role) {
    String claims =
        "{\"iss\":\"bench\",\"aud\":\"bench\",\"sub\":\"%s\",\"groups\":[\"%s\"],\"exp\":%d}"
            .formatted(name, role, Instant.now().plus(Duration.ofHours(1)).getEpochSecond());
    String signed = base64("{\"alg\":\"HS256\"}") + "." + base64(claims);
    return signed + "." + BASE64.encodeToString(mac(signed));
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      byte[] secret = System.getenv("TIDEWATCH_JWT_SECRET").getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
