package dev.tidewatch.config;

/** A setting is invalid; the message names it and says what would be valid. */
public class InvalidSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message that says it all. */
  public InvalidSettingException(String message) {
    super(message);
  }

  /**
   * Says what is wrong.
   *
   * @param value as it was given; null where it may be secret
   */
  public InvalidSettingException(String name, String value, String remedy) {
    this(message(name, value, remedy));
  }

  static String message(String name, String value, String remedy) {
    return "Invalid " + name + (value == null ? "" : " \"" + value + "\"") + ", " + remedy;
  }
}
