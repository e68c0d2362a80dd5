package dev.tidewatch.problems;

import dev.tidewatch.config.InvalidSettingException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Maps an invalid setting; its message names the setting and holds no secret. */
@Provider
public class InvalidSettingMapper implements ExceptionMapper<InvalidSettingException> {

  @Override
  public Response toResponse(InvalidSettingException exception) {
    return problem(exception).response().build();
  }

  static Problem problem(InvalidSettingException exception) {
    return new Problem(503, exception.getMessage());
  }
}
