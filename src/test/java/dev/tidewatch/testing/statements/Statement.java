package dev.tidewatch.testing.statements;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test that proves a numbered statement of {@code docs/semantics.md}, which lists what a change
 * stream promises. The test would fail if the statement did not hold.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Statement {

  /** The statement's number; several if one test proves them all. */
  int[] value();
}
