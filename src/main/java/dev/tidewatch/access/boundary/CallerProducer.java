package dev.tidewatch.access.boundary;

import dev.tidewatch.access.control.Callers;
import dev.tidewatch.access.entity.Caller;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.annotation.Annotation;
import java.util.Set;

/**
 * Makes {@code @Inject Caller} work in beans that live as long as a request. A bean that lives
 * longer would keep its first caller for everybody, so it must inject {@code Instance<Caller>}
 * instead and ask it each time.
 */
@Dependent
class CallerProducer {

  private static final Set<Class<? extends Annotation>> SHORT_LIVED = Set.of(RequestScoped.class);

  /** The caller of the current request; {@link Caller#UNKNOWN} while access is open. */
  @Produces
  @Dependent
  Caller caller(HttpServletRequest request, InjectionPoint point) {
    if (isKept(point)) {
      throw new IllegalStateException(
          point.getMember().getDeclaringClass().getName()
              + " may outlive a request, so it must inject Instance<Caller> and not Caller");
    }
    return Callers.of(request);
  }

  /**
   * Whether the caller is injected itself, and not an Instance of it, into what is no bean, such as
   * a servlet, or into a bean that outlives a request.
   */
  private static boolean isKept(InjectionPoint point) {
    boolean direct =
        point.getAnnotated() != null && point.getAnnotated().getBaseType() == Caller.class;
    return direct && (point.getBean() == null || !SHORT_LIVED.contains(point.getBean().getScope()));
  }
}
