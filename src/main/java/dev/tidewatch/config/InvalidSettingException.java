package dev.tidewatch.config;

/** A setting is invalid; the message names it and says what would be valid. */
public class InvalidSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a complete message. */
  public InvalidSettingException(String message) {
    super(message);
  }

  /**
   * Names the setting, its value and the remedy.
   *
   * @param value the configured value; null if it may be secret
   */
  public InvalidSettingException(String name, String value, String remedy) {
    this(message(name, value, remedy));
  }

  static String message(String name, String value, String remedy) {
    return "Invalid " + name + (value == null ? "" : " \"" + value + "\"") + ", " + remedy;
  }
}
