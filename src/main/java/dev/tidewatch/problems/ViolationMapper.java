package dev.tidewatch.problems;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Maps invalid parameters, because each server answers them differently. */
@Provider
public class ViolationMapper implements ExceptionMapper<ConstraintViolationException> {

  @Override
  public Response toResponse(ConstraintViolationException exception) {
    return exception.getConstraintViolations().stream()
        .min(Comparator.comparing(ViolationMapper::parameter))
        .map(ViolationMapper::problem)
        .orElseGet(() -> new Problem(400, "A parameter is invalid."))
        .response()
        .build();
  }

  /** The problem of the first violation by name; the next is reported once this one is fixed. */
  private static Problem problem(ConstraintViolation<?> violation) {
    String parameter = parameter(violation);
    String value = String.valueOf(violation.getInvalidValue());
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("parameter", parameter);
    more.put("value", value);
    String detail =
        "The parameter " + parameter + " is \"" + value + "\"; it " + violation.getMessage() + ".";
    return new Problem(400, detail, more);
  }

  private static String parameter(ConstraintViolation<?> violation) {
    String name = "";
    for (Path.Node node : violation.getPropertyPath()) {
      name = String.valueOf(node.getName());
    }
    return name;
  }
}
