package dev.tidewatch.access.control;

import dev.tidewatch.access.entity.Caller;
import jakarta.servlet.ServletRequest;
import java.util.Optional;

/**
 * What the mechanism has found in a request.
 *
 * @param caller who sent it; {@link Caller#UNKNOWN} if there is nobody
 * @param outcome why there is no caller; empty if there is one
 * @param why the same as a sentence without its end, for the audit; it holds nothing of the request
 */
public record Authentication(Caller caller, Optional<Outcome> outcome, String why) {

  private static final String ATTRIBUTE = Authentication.class.getName();

  /** Somebody who is known. */
  public static Authentication of(Caller caller) {
    return new Authentication(caller, Optional.empty(), "");
  }

  /** Nobody who is known. */
  public static Authentication refused(Outcome outcome, String why) {
    return new Authentication(Caller.UNKNOWN, Optional.of(outcome), why);
  }

  /** The result for a request; empty if the mechanism was not asked. */
  public static Optional<Authentication> in(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Authentication found
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Leaves the result with its request. */
  public void leaveIn(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }
}
