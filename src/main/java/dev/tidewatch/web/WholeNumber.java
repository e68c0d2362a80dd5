package dev.tidewatch.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A text that is a whole number within bounds; null is valid. Parameters are texts because JAX-RS
 * answers 404 if it cannot convert one.
 */
@Target({ElementType.PARAMETER, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = WholeNumber.Validator.class)
public @interface WholeNumber {

  /** The least number. */
  long min();

  /** The greatest number. */
  long max();

  /** The remedy. */
  String message() default "must be a whole number from {min} to {max}";

  /** As Bean Validation asks for. */
  Class<?>[] groups() default {};

  /** As Bean Validation asks for. */
  Class<? extends Payload>[] payload() default {};

  /** Validates a text. */
  class Validator implements ConstraintValidator<WholeNumber, String> {

    private WholeNumber bounds;

    @Override
    public void initialize(WholeNumber constraint) {
      bounds = constraint;
    }

    @Override
    public boolean isValid(String text, ConstraintValidatorContext context) {
      return text == null || WholeNumbers.parse(text, bounds.min(), bounds.max()).isPresent();
    }
  }
}
