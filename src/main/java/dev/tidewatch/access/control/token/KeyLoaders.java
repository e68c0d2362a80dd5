package dev.tidewatch.access.control.token;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.tidewatch.config.TokenSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Map;

/** Where keys are: in a file, at an address, or at an OpenID provider. */
final class KeyLoaders {

  private KeyLoaders() {}

  /**
   * Reads a set of keys.
   *
   * @param place an address, or the name of a file
   */
  static KeyLoader ofSet(String place) {
    return place.contains("://")
        ? () -> parse(Download.get(URI.create(place)))
        : () -> parse(file(place));
  }

  /**
   * Reads the keys of an OpenID provider (OpenID Connect Discovery 1.0, section 4).
   *
   * @param issuer its address, as in the {@code iss} of its tokens
   */
  static KeyLoader ofProvider(String issuer) {
    return () -> {
      Map<String, Object> provider = json(Download.get(TokenSettings.discovery(issuer)));
      if (!issuer.equals(provider.get("issuer"))) {
        // section 4.3: otherwise one provider could answer for another
        throw new IOException("its description is of another issuer");
      }
      if (!(provider.get("jwks_uri") instanceof String keys) || !TokenSettings.isProtected(keys)) {
        throw new IOException("its description names no jwks_uri of https://");
      }
      return parse(Download.get(URI.create(keys)));
    };
  }

  private static byte[] file(String name) throws IOException {
    Path file;
    try {
      file = Path.of(name);
    } catch (InvalidPathException e) {
      throw new IOException("it is not the name of a file", e);
    }
    if (!Files.isReadable(file)) {
      throw new IOException("there is no file of that name that this server may read");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Download.MAX_BYTES + 1);
      if (bytes.length > Download.MAX_BYTES) {
        throw new IOException("it is longer than " + Download.MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }

  private static JWKSet parse(byte[] bytes) throws IOException {
    try {
      return JWKSet.parse(json(bytes));
    } catch (ParseException | RuntimeException e) {
      throw new IOException("it is not a JSON Web Key Set");
    }
  }

  private static Map<String, Object> json(byte[] bytes) throws IOException {
    try {
      return JSONObjectUtils.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (ParseException | RuntimeException e) {
      throw new IOException("it is not a JSON object");
    }
  }
}
