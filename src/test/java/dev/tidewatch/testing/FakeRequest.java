package dev.tidewatch.testing;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A request outside a server, and its answer. It knows what the tests ask of it, and nothing else.
 */
public final class FakeRequest {

  private final Map<String, List<String>> headers = new HashMap<>();
  private final Map<String, Object> attributes = new HashMap<>();
  private final String method;
  private final String path;
  private final String query;
  private Principal user;
  private Set<String> roles = Set.of();

  private final Map<String, String> answered = new HashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status = 200;

  private FakeRequest(String method, String target) {
    this.method = method;
    int mark = target.indexOf('?');
    path = mark < 0 ? target : target.substring(0, mark);
    query = mark < 0 ? null : target.substring(mark + 1);
  }

  /** A request of GET for a path and perhaps a query. */
  public static FakeRequest get(String target) {
    return new FakeRequest("GET", target);
  }

  /** A request of another method. */
  public static FakeRequest of(String method, String target) {
    return new FakeRequest(method, target);
  }

  /** Adds a header, which may be there already. */
  public FakeRequest with(String name, String value) {
    headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>()).add(value);
    return this;
  }

  /** Of a user whom the server itself knows. */
  public FakeRequest by(String name, String... roleNames) {
    user = () -> name;
    roles = Set.of(roleNames);
    return this;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** A header of the answer; null if it has none of that name. */
  public String header(String name) {
    return answered.get(name);
  }

  /** The answer's body. */
  public String body() {
    return body.toString(StandardCharsets.UTF_8);
  }

  /** As the application sees it. */
  public HttpServletRequest request() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, args) ->
                switch (called.getName()) {
                  case "getMethod" -> method;
                  case "getRequestURI", "getServletPath" -> path;
                  case "getContextPath" -> "";
                  case "getQueryString" -> query;
                  case "getRemoteAddr" -> "192.0.2.1";
                  case "getHeader" -> all(args[0]).stream().findFirst().orElse(null);
                  case "getHeaders" -> Collections.enumeration(all(args[0]));
                  case "getAttribute" -> attributes.get((String) args[0]);
                  case "setAttribute" -> attributes.put((String) args[0], args[1]);
                  case "getUserPrincipal" -> user;
                  case "isUserInRole" -> roles.contains((String) args[0]);
                  default -> throw new UnsupportedOperationException(called.getName());
                });
  }

  private List<String> all(Object name) {
    return headers.getOrDefault(((String) name).toLowerCase(Locale.ROOT), List.of());
  }

  /** As the application sees it. */
  public HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, called, args) -> {
              switch (called.getName()) {
                case "setStatus", "sendError" -> status = (int) args[0];
                case "setHeader" -> answered.put((String) args[0], (String) args[1]);
                case "setContentType" -> answered.put("Content-Type", (String) args[0]);
                case "setIntHeader", "setContentLength" -> {
                  // not asked for
                }
                case "getOutputStream" -> {
                  return new BytesOutput(body);
                }
                default -> throw new UnsupportedOperationException(called.getName());
              }
              return null;
            });
  }

  private static final class BytesOutput extends jakarta.servlet.ServletOutputStream {

    private final ByteArrayOutputStream bytes;

    BytesOutput(ByteArrayOutputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(jakarta.servlet.WriteListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(int b) {
      bytes.write(b);
    }
  }
}
