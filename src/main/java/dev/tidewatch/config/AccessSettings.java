package dev.tidewatch.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Who may read and write. A list of roles may hold {@code *} for anybody who is known; an empty one
 * allows nobody. A list that is set while access is open is invalid, because nothing would enforce
 * it.
 *
 * @param required whether a caller needs a right; otherwise everybody may read and write. An
 *     invalid mode requires one too
 * @param tokens which tokens are accepted
 * @param studentsRead roles that may read the students
 * @param studentsWrite roles that may create, change and delete students
 * @param messagesRead roles that may read the messages
 * @param messagesWrite roles that may write a message
 * @param metricsRead roles that may read the metrics and the causes of an outage
 */
public record AccessSettings(
    boolean required,
    TokenSettings tokens,
    CheckedSetting<List<String>> studentsRead,
    CheckedSetting<List<String>> studentsWrite,
    CheckedSetting<List<String>> messagesRead,
    CheckedSetting<List<String>> messagesWrite,
    CheckedSetting<List<String>> metricsRead) {

  /** The setting for the mode. */
  public static final String MODE = "tidewatch.access";

  private static final Pattern ROLE = Pattern.compile("[^\\p{Cntrl}]+");

  static AccessSettings read(SettingsReader settings) {
    CheckedSetting<String> mode =
        settings.checked(
            MODE, "open", "must be open or required", text -> oneOf(text, "open", "required"));
    boolean required = !mode.orElse("required").equals("open");
    TokenSettings tokens = TokenSettings.read(settings);
    if (!required && tokens.usable()) {
      settings.report(
          "The settings tidewatch.jwt.* have no effect while "
              + MODE
              + " is open, set it to required");
    }
    return new AccessSettings(
        required,
        tokens,
        roles(settings, "tidewatch.students.read", required),
        roles(settings, "tidewatch.students.write", required),
        roles(settings, "tidewatch.messages.read", required),
        roles(settings, "tidewatch.messages.write", required),
        roles(settings, "tidewatch.metrics.read", required));
  }

  /**
   * Reads a list of roles.
   *
   * @param required whether access is required; otherwise a list that is set is invalid
   */
  static CheckedSetting<List<String>> roles(
      SettingsReader settings, String name, boolean required) {
    List<String> roles =
        settings.list(name, ROLE, "must be names of roles, separated by commas, or *");
    if (required || roles.isEmpty()) {
      return CheckedSetting.valid(roles);
    }
    return settings.refuse(
        name, String.join(",", roles), "has no effect while " + MODE + " is open");
  }

  private static String oneOf(String text, String... possible) {
    if (!List.of(possible).contains(text)) {
      throw new IllegalArgumentException();
    }
    return text;
  }
}
