package dev.tidewatch.feed.control;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * The feed of a CDI event: {@code @Observes @InFeed("orders") Change} receives the changes of the
 * feed {@code orders}, and {@code @Observes Change} receives every change.
 */
@Qualifier
@Retention(RUNTIME)
@Target({FIELD, METHOD, PARAMETER, TYPE})
public @interface InFeed {

  /** The feed's name. */
  String value();

  /** The qualifier as a literal. */
  final class Literal extends AnnotationLiteral<InFeed> implements InFeed {

    private static final long serialVersionUID = 1L;

    private final String value;

    /** The qualifier of a feed. */
    public Literal(String value) {
      this.value = value;
    }

    @Override
    public String value() {
      return value;
    }
  }
}
