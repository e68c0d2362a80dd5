package dev.tidewatch.access.control;

import dev.tidewatch.access.control.token.TokenFault;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The token of a request: in the header {@code Authorization: Bearer} (RFC 6750, section 2.1), or
 * for WebSockets, to which browsers add no header, in a subprotocol, as Kubernetes has it. Never in
 * the address, which is logged, kept and passed on.
 *
 * @param token as it was sent; null if there is none
 * @param fault why the request is refused before anybody looks at a token; null if it is not
 */
public record Credentials(String token, TokenFault fault) {

  /** Precedes the token, in base64url, in a subprotocol of a WebSocket's handshake. */
  public static final String SUBPROTOCOL_PREFIX = "base64url.bearer.authorization.tidewatch.";

  private static final Credentials NONE = new Credentials(null, null);
  private static final String BEARER = "bearer";

  /** What other systems call a token in an address. */
  private static final Set<String> PARAMETERS =
      Set.of("access_token", "token", "id_token", "bearer", "jwt", "authorization");

  /** The header of a JWT begins with <code>{"</code>. */
  private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.");

  /** Finds the token of a request. */
  public static Credentials of(HttpServletRequest request) {
    if (isInPath(request) || hasTokenParameter(request.getQueryString())) {
      return new Credentials(null, TokenFault.IN_ADDRESS);
    }
    List<String> tokens = new ArrayList<>();
    for (String header : Collections.list(request.getHeaders("Authorization"))) {
      String[] parts = header.strip().split(" +", 2);
      if (parts[0].toLowerCase(Locale.ROOT).equals(BEARER)) {
        tokens.add(parts.length == 1 ? "" : parts[1]);
      }
    }
    for (String header : Collections.list(request.getHeaders("Sec-WebSocket-Protocol"))) {
      for (String protocol : header.split(",")) {
        if (protocol.strip().startsWith(SUBPROTOCOL_PREFIX)) {
          tokens.add(decode(protocol.strip().substring(SUBPROTOCOL_PREFIX.length())));
        }
      }
    }
    if (tokens.isEmpty()) {
      return NONE;
    }
    return tokens.size() == 1
        ? new Credentials(tokens.get(0), null)
        : new Credentials(null, TokenFault.REPEATED);
  }

  /** Whether a token was sent, in whatever way. */
  public boolean isGiven() {
    return token != null || fault != null;
  }

  /** Whether a request's path holds a token. */
  public static boolean isInPath(HttpServletRequest request) {
    return isInAddress(request.getRequestURI());
  }

  /** The token; empty, which is no token either, if it is not base64url of UTF-8. */
  private static String decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return "";
    }
  }

  private static boolean isInAddress(String text) {
    return text != null && JWT.matcher(unescaped(text)).find();
  }

  private static boolean hasTokenParameter(String query) {
    if (query == null) {
      return false;
    }
    for (String parameter : query.split("&")) {
      String name = unescaped(parameter.split("=", 2)[0]);
      if (PARAMETERS.contains(name.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return isInAddress(query);
  }

  /** With the escapes of ASCII characters undone, which is all that a token consists of. */
  private static String unescaped(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length()) {
        int high = Character.digit(text.charAt(i + 1), 16);
        int low = Character.digit(text.charAt(i + 2), 16);
        if (high >= 0 && low >= 0) {
          c = (char) (high << 4 | low);
          i += 2;
        }
      }
      plain.append(c);
    }
    return plain.toString();
  }

  /** Without the token, so that no log can hold it. */
  @Override
  public String toString() {
    return "Credentials[" + (fault != null ? fault : token == null ? "none" : "a token") + "]";
  }
}
