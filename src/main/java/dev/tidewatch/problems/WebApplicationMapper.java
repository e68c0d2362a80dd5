package dev.tidewatch.problems;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;

/**
 * Maps JAX-RS' own refusals (unknown path, method or media type), which have no body or a page of
 * the server. Keeps the headers, because Allow is among them.
 */
@Provider
public class WebApplicationMapper implements ExceptionMapper<WebApplicationException> {

  private static final Map<Integer, String> DETAILS =
      Map.of(
          400, "The request cannot be read.",
          404, "There is nothing at this path.",
          405, "This path does not support this method; see the header Allow.",
          406, "This path answers with application/json, which the header Accept rules out.",
          415, "This path takes application/json, and the header Content-Type must say so.");

  @Override
  public Response toResponse(WebApplicationException exception) {
    Response given = exception.getResponse();
    if (given.hasEntity() || given.getStatus() < 400) {
      return given;
    }
    if (given.getStatus() == 500) {
      return UnknownFailureMapper.answer(exception);
    }
    Response.ResponseBuilder response =
        new Problem(given.getStatus(), DETAILS.get(given.getStatus())).response();
    given
        .getHeaders()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)
                  && !name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                values.forEach(value -> response.header(name, value));
              }
            });
    return response.build();
  }
}
