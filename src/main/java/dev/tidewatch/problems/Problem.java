package dev.tidewatch.problems;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A problem document of RFC 9457.
 *
 * @param status the HTTP status
 * @param detail what is wrong, for the client; null if there is nothing to add
 * @param more additional members: texts and whole numbers
 */
public record Problem(int status, String detail, Map<String, Object> more) {

  /** The media type of a problem document. */
  public static final MediaType TYPE = new MediaType("application", "problem+json");

  /** The same for answers without JAX-RS. */
  public static final String CONTENT_TYPE = "application/problem+json";

  /** Seconds to wait before retrying when the database is down or busy. */
  public static final int RETRY_AFTER_SECONDS = 2;

  private static final Jsonb JSONB = JsonbBuilder.create();

  /** Titles that JAX-RS does not define (RFC 9110, RFC 6585). */
  private static final Map<Integer, String> TITLES =
      Map.of(414, "URI Too Long", 421, "Misdirected Request", 426, "Upgrade Required");

  /** A problem without additional members. */
  public Problem(int status, String detail) {
    this(status, detail, Map.of());
  }

  /** The response, to which headers may be added. */
  public Response.ResponseBuilder response() {
    Response.ResponseBuilder response = Response.status(status).type(TYPE).entity(json());
    return status == 503 ? response.header("Retry-After", RETRY_AFTER_SECONDS) : response;
  }

  /** Answers a request outside JAX-RS; the response must not be committed yet. */
  public void send(HttpServletResponse response) throws IOException {
    byte[] body = json();
    response.setStatus(status);
    response.setContentType(CONTENT_TYPE);
    if (status == 503) {
      response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** The reason phrase of the status in its RFC; null if the status is unknown. */
  public String title() {
    String own = TITLES.get(status);
    if (own != null) {
      return own;
    }
    Response.Status standard = Response.Status.fromStatusCode(status);
    return standard == null ? null : standard.getReasonPhrase();
  }

  /** The document in UTF-8, for answers with and without JAX-RS. */
  public byte[] json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "about:blank");
    if (title() != null) {
      members.put("title", title());
    }
    members.put("status", status);
    if (detail != null) {
      members.put("detail", detail);
    }
    members.putAll(more);
    return JSONB.toJson(members).getBytes(StandardCharsets.UTF_8);
  }
}
