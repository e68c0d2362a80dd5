package dev.tidewatch.access.control;

import dev.tidewatch.access.entity.Right;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rights, all of them, that a method of a REST resource needs while access is required. On a
 * class, those of its methods without this annotation. What has none is nobody's.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {

  /** The rights. */
  Right[] value();
}
