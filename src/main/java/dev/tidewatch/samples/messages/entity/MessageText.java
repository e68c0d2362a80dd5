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
 * A text that can be sent as a message: not empty, and of at most {@value #MOST} characters. An
 * emoji is one character, as people count, where {@code @Size} would count two.
 */
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = MessageText.Validator.class)
public @interface MessageText {

  /** The most characters. */
  int MOST = 1000;

  /** What is wrong, as a sentence; the validator has one for each reason. */
  String message() default "The message cannot be sent.";

  /** As Bean Validation asks for. */
  Class<?>[] groups() default {};

  /** As Bean Validation asks for. */
  Class<? extends Payload>[] payload() default {};

  /** Checks it. */
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

    /** Null if it can be sent. */
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
