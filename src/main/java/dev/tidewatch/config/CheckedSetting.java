package dev.tidewatch.config;

import java.util.Optional;

/**
 * A setting whose default never replaces an invalid value, because the default would be another
 * database or collection than the one that was meant.
 *
 * <p>Immutable. It has no {@code toString} of its own, because the value may hold a password.
 */
public final class CheckedSetting<T> {

  private final T value;
  private final String problem;

  private CheckedSetting(T value, String problem) {
    this.value = value;
    this.problem = problem;
  }

  /** A setting that can be used; the value is not null. */
  public static <T> CheckedSetting<T> valid(T value) {
    return new CheckedSetting<>(value, null);
  }

  /** A setting that cannot be used, and why. */
  static <T> CheckedSetting<T> invalid(String problem) {
    return new CheckedSetting<>(null, problem);
  }

  /** The value; throws InvalidSettingException if it is invalid. */
  public T get() {
    if (problem != null) {
      throw new InvalidSettingException(problem);
    }
    return value;
  }

  /** The value, or another one if it is invalid. */
  public T orElse(T other) {
    return problem == null ? value : other;
  }

  /** What is wrong with the value, and the remedy; empty if it is valid. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }
}
