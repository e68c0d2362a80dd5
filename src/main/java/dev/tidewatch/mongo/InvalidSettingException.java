package dev.tidewatch.mongo;

/** A setting whose value makes no sense; the message names it and says what would. */
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
    super("Invalid " + name + (value == null ? "" : " \"" + value + "\"") + ", " + remedy);
  }
}
