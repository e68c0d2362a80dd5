package dev.tidewatch.access.control;

import dev.tidewatch.access.entity.Caller;
import jakarta.servlet.ServletRequest;

/** Hands the caller of a request from the mechanism, which knows it, to whoever needs it. */
public final class Callers {

  private static final String ATTRIBUTE = Callers.class.getName();

  private Callers() {}

  /** Who sent a request; {@link Caller#UNKNOWN} if nobody has said. */
  public static Caller of(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : Caller.UNKNOWN;
  }

  /** Says who sent a request. */
  public static void set(ServletRequest request, Caller caller) {
    request.setAttribute(ATTRIBUTE, caller);
  }
}
