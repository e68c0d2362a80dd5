package dev.tidewatch.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who may read a feed, as written.
 *
 * <p>A rule that is misspelt would hide nothing if it were ignored. So every setting of the feed
 * that is unknown is a problem of the feed while access is required, because it may be such a rule.
 *
 * @param readers names of roles, or {@code *}; empty for nobody
 * @param rows queries by role; only of readers
 * @param fields lists of fields by role; only of readers
 */
public record FeedRuleSettings(
    Set<String> readers, Map<String, String> rows, Map<String, String> fields) {

  /** How a rule begins behind the feed's name, also if it is misspelt in the likeliest way. */
  private static final Pattern RULE = Pattern.compile("(?i)(rows?|fields?)[._].*");

  public FeedRuleSettings {
    readers = Set.copyOf(readers);
    rows = Map.copyOf(rows);
    fields = Map.copyOf(fields);
  }

  /**
   * Reads a feed's rules and reports every problem with them.
   *
   * @param required whether access is required; otherwise each rule is a problem
   * @param otherwise the roles that may read if the feed names none; null for nobody
   * @param known the names of all settings
   */
  static FeedRuleSettings read(
      SettingsReader settings,
      String feed,
      boolean required,
      CheckedSetting<List<String>> otherwise,
      Set<String> known) {
    Set<String> readers = new LinkedHashSet<>(readers(settings, feed, required, otherwise));
    reportUnknown(settings, feed, required, readers, known);
    reportAmbiguous(settings, feed, readers);
    return new FeedRuleSettings(
        readers,
        rules(settings, FeedProperty.ROWS, feed, readers),
        rules(settings, FeedProperty.FIELDS, feed, readers));
  }

  /** The roles that may read a feed; parameters as above. */
  static List<String> readers(
      SettingsReader settings,
      String feed,
      boolean required,
      CheckedSetting<List<String>> otherwise) {
    String name = FeedProperty.READ.of(feed);
    if (settings.isPresent(name) || otherwise == null) {
      return AccessSettings.roles(settings, name, required).orElse(List.of());
    }
    otherwise.problem().ifPresent(settings::report);
    return otherwise.orElse(List.of());
  }

  private static Map<String, String> rules(
      SettingsReader settings, FeedProperty property, String feed, Set<String> readers) {
    Map<String, String> rules = new LinkedHashMap<>();
    for (String role : readers) {
      String name = property.of(feed, role);
      if (settings.isPresent(name) && settings.raw(name).isEmpty()) {
        settings.report("Invalid " + name + " \"\", give it a value or remove it");
      }
      settings.text(name).ifPresent(text -> rules.put(role, text));
    }
    return rules;
  }

  private static void reportUnknown(
      SettingsReader settings,
      String feed,
      boolean required,
      Set<String> readers,
      Set<String> known) {
    String prefix = FeedProperty.prefix(feed);
    String variablePrefix = UnknownSettings.variable(prefix);
    Set<String> variables =
        known.stream().map(UnknownSettings::variable).collect(Collectors.toSet());
    for (String name : settings.names()) {
      if (name.startsWith(prefix)) {
        String key = name.substring(prefix.length());
        boolean rule = RULE.matcher(key).matches();
        // some sources list a variable also by a name that they derive from it
        boolean derived = settings.names().contains(UnknownSettings.variable(name));
        if (!derived && (required ? !known.contains(name) : rule)) {
          settings.report(problem(name, required, feed, readers));
        }
      } else if (name.startsWith(variablePrefix)
          && RULE.matcher(name.substring(variablePrefix.length())).matches()
          && (!required || !variables.contains(name))) {
        settings.report(problem(name, required, feed, readers));
      }
    }
  }

  private static String problem(
      String name, boolean required, String feed, Collection<String> readers) {
    if (!required) {
      return "Invalid " + name + ", has no effect while " + AccessSettings.MODE + " is open";
    }
    return "Unknown "
        + name
        + ", correct its name or remove it: a rule is "
        + FeedProperty.ROWS.of(feed)
        + " or "
        + FeedProperty.FIELDS.of(feed)
        + " with a ROLE of "
        + FeedProperty.READ.of(feed)
        + (readers.isEmpty() ? ", which is not set" : " (" + String.join(", ", readers) + ")");
  }

  /** Two roles whose rules come from one variable. */
  private static void reportAmbiguous(SettingsReader settings, String feed, Set<String> readers) {
    for (FeedProperty property : List.of(FeedProperty.ROWS, FeedProperty.FIELDS)) {
      readers.stream()
          .collect(Collectors.groupingBy(role -> UnknownSettings.variable(property.of(feed, role))))
          .forEach(
              (variable, roles) -> {
                if (roles.size() > 1 && settings.names().contains(variable)) {
                  settings.report(
                      "Invalid %s, it stands for several roles (%s): set the rules by their full names"
                          .formatted(variable, String.join(", ", roles)));
                }
              });
    }
  }
}
