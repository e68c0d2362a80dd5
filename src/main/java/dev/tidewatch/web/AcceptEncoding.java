package dev.tidewatch.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a client says of content codings (RFC 9110, section 12.5.3). */
public final class AcceptEncoding {

  private static final String NAME = "Accept-Encoding";

  private AcceptEncoding() {}

  /**
   * Whether a client asks for gzip and does not prefer to get none. A client that sends no such
   * header takes anything, and is sent what every client can read.
   */
  public static boolean asksForGzip(HttpServletRequest request) {
    return asksForGzip(Collections.list(request.getHeaders(NAME)));
  }

  static boolean asksForGzip(List<String> headers) {
    Map<String, Double> weights = new HashMap<>();
    for (String header : headers) {
      for (String item : header.split(",")) {
        String[] parts = item.split(";", 2);
        String coding = parts[0].strip().toLowerCase(Locale.ROOT);
        weights.merge(
            coding.equals("x-gzip") ? "gzip" : coding,
            parts.length == 1 ? 1 : weight(parts[1].strip()),
            Math::min);
      }
    }
    double gzip = weights.getOrDefault("gzip", weights.getOrDefault("*", 0.0));
    return gzip > 0 && gzip >= weights.getOrDefault("identity", 0.0);
  }

  /** An invalid weight asks for nothing. */
  private static double weight(String parameter) {
    return parameter.matches("[qQ]\\s*=\\s*(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")
        ? Double.parseDouble(parameter.substring(parameter.indexOf('=') + 1).strip())
        : 0;
  }
}
