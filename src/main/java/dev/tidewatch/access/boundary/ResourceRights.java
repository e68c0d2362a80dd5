package dev.tidewatch.access.boundary;

import dev.tidewatch.access.control.Audit;
import dev.tidewatch.access.control.Callers;
import dev.tidewatch.access.control.Entrance;
import dev.tidewatch.access.control.Outcome;
import dev.tidewatch.access.control.Refusal;
import dev.tidewatch.access.control.Requires;
import dev.tidewatch.access.control.Rights;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.access.entity.Right;
import dev.tidewatch.problems.ProblemException;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;

/**
 * Holds callers to the rights that a REST resource {@linkplain Requires requires}. Asked once the
 * resource is known, so that no way of writing a path leads to a resource without its rights.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class ResourceRights implements ContainerRequestFilter {

  @Inject private Rights rights;
  @Inject private Audit audit;
  @Context private ResourceInfo resource;
  @Context private HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) {
    Caller caller = Callers.of(request);
    Requires required = required(resource.getResourceMethod(), resource.getResourceClass());
    if (required == null) {
      if (rights.areRequired()) {
        refuse(caller, "no rule allows this path");
      }
      return;
    }
    for (Right right : required.value()) {
      if (!rights.has(caller, right)) {
        refuse(caller, "the caller lacks the right " + right);
      }
    }
  }

  private void refuse(Caller caller, String why) {
    audit.refused(
        caller,
        Entrance.pathOf(request),
        new Audit.Origin(Entrance.of(request), request.getRemoteAddr()),
        Outcome.FORBIDDEN,
        why);
    throw new ProblemException(Refusal.FORBIDDEN.problem());
  }

  private static Requires required(Method method, Class<?> type) {
    Requires own = method == null ? null : method.getAnnotation(Requires.class);
    if (own != null || type == null) {
      return own;
    }
    // the server may hand over a proxy's class, which extends the resource's
    Requires inherited = null;
    for (Class<?> c = type; c != null && inherited == null; c = c.getSuperclass()) {
      inherited = c.getAnnotation(Requires.class);
    }
    return inherited;
  }
}
