package dev.tidewatch.samples.messages.entity;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Locale;

/**
 * A valid text of a message: not empty, and at most {@value #MOST} characters. An emoji counts as
 * one character; {@code @Size} would count two.
 */
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = MessageText.Validator.class)
public @interface MessageText {

  /** The most characters. */
  int MOST = 1000;

  /** The default message; the validator replaces it by one for each reason. */
  String message() default "The message cannot be sent.";

  /** As Bean Validation asks for. */
  Class<?>[] groups() default {};

  /** As Bean Validation asks for. */
  Class<? extends Payload>[] payload() default {};

  /** Validates a text. */
  class Validator implements ConstraintValidator<MessageText, String> {

    private static final String EMPTY = "The message is empty: it needs at least one character.";

    @Override
    public boolean isValid(String text, ConstraintValidatorContext context) {
      String problem = problem(text);
      if (problem == null) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      context.buildConstraintViolationWithTemplate(problem).addConstraintViolation();
      return false;
    }

    /** The problem of a text; null if it is valid. */
    static String problem(String text) {
      if (text == null || text.isBlank()) {
        return EMPTY;
      }
      int characters = text.codePointCount(0, text.length());
      return characters > MOST
          ? String.format(
              Locale.ROOT,
              "The message has %,d characters; at most %,d are possible.",
              characters,
              MOST)
          : null;
    }
  }
}
