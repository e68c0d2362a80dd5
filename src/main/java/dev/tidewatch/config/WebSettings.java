package dev.tidewatch.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The host names that are answered, the origins that may connect, and whether answers are
 * compressed. Both lists may hold {@code *} for any, and invalid items, which match nothing.
 *
 * @param hosts host names, with or without a port, that are answered in addition to the loopback
 *     names
 * @param origins origins that may open a WebSocket, in addition to the page's own
 * @param gzip whether changes and documents are compressed for clients that ask for it
 */
public record WebSettings(List<String> hosts, List<String> origins, boolean gzip) {

  /** A name, or an address, in brackets if it is of IPv6; and a port. */
  private static final Pattern HOST =
      Pattern.compile("\\*|(\\[[0-9A-Fa-f:.]+]|[^\\s\\[\\]:@/?#%*,\\\\]+)(:\\d{1,5})?");

  /** RFC 6454, section 6.2; extensions of browsers have schemes of their own. */
  private static final Pattern ORIGIN =
      Pattern.compile("\\*|null|[A-Za-z][A-Za-z0-9+.-]*://[^\\s/?#@]+");

  static WebSettings read(SettingsReader settings) {
    return new WebSettings(
        settings.list(
            "tidewatch.hosts",
            HOST,
            "must be a host name, such as watch.example or watch.example:8443"),
        settings.list(
            "tidewatch.origins",
            ORIGIN,
            "must be an origin, such as https://watch.example or http://watch.example:8080"),
        settings.flag("tidewatch.gzip", true));
  }
}
