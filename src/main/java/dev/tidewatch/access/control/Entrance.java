package dev.tidewatch.access.control;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A way in, for the audit. */
public enum Entrance {
  PAGE("page"),
  SOCKET("socket"),
  WEBSOCKET("websocket"),
  SSE("sse"),
  EXPORT("export"),
  POLL("poll"),
  API("api");

  private static final Pattern OF_A_FEED = Pattern.compile("/api/feeds/[^/]*/([a-z]+)");

  private final String text;

  Entrance(String text) {
    this.text = text;
  }

  /** The name in metrics and logs; for feeds, that of the protocol. */
  public String text() {
    return text;
  }

  /** The way in that a request took. */
  public static Entrance of(HttpServletRequest request) {
    String path = pathOf(request);
    if (path.equals("/socket")) {
      return SOCKET;
    }
    if (path.startsWith("/feeds/")) {
      return request.getHeader("Upgrade") == null ? PAGE : WEBSOCKET;
    }
    if (!path.equals("/api") && !path.startsWith("/api/")) {
      return PAGE;
    }
    Matcher ofAFeed = OF_A_FEED.matcher(path);
    return ofAFeed.matches() ? of(ofAFeed.group(1)) : API;
  }

  private static Entrance of(String name) {
    return switch (name) {
      case "events" -> SSE;
      case "export" -> EXPORT;
      case "changes" -> POLL;
      default -> API;
    };
  }

  /** The path of a request below the application's, as it was sent. */
  public static String pathOf(HttpServletRequest request) {
    return request.getRequestURI().substring(request.getContextPath().length());
  }
}
