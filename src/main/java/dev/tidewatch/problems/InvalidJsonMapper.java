package dev.tidewatch.problems;

import dev.tidewatch.json.InvalidJsonException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.LinkedHashMap;
import java.util.Map;

/** Maps an invalid body; the problem holds line and column as numbers too. */
@Provider
public class InvalidJsonMapper implements ExceptionMapper<InvalidJsonException> {

  @Override
  public Response toResponse(InvalidJsonException exception) {
    Map<String, Object> position = new LinkedHashMap<>();
    position.put("line", exception.line());
    position.put("column", exception.column());
    String detail =
        exception.getMessage()
            + " See line "
            + exception.line()
            + ", column "
            + exception.column()
            + ".";
    return new Problem(400, detail, position).response().build();
  }
}
