package dev.tidewatch.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Reads settings from MicroProfile Config. Every invalid value is kept as a problem, which names
 * the setting, the value and the remedy; its default replaces it unless the method says otherwise.
 *
 * <p>For one thread.
 */
public final class SettingsReader {

  private final Config config;
  private final Map<String, String> defaults = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private Set<String> names;

  SettingsReader(Config config) {
    this.config = config;
  }

  /** The value without surrounding white space, unchecked; empty if it is unset or blank. */
  public Optional<String> raw(String name) {
    return config.getOptionalValue(name, String.class).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** As above, with a default. */
  String raw(String name, String fallback) {
    defaults.put(name, fallback);
    return raw(name).orElse(fallback);
  }

  /** Any text that Java could decode; empty if it is unset or invalid. */
  public Optional<String> text(String name) {
    defaults.put(name, "");
    return raw(name).filter(text -> parse(name, text, "", t -> t).problem().isEmpty());
  }

  /** True or false. */
  public boolean flag(String name, boolean fallback) {
    return value(
        name,
        fallback,
        "must be true or false",
        text -> require(text.equals("true") || text.equals("false"), text.equals("true")));
  }

  /** A whole number within bounds, both included. */
  long number(String name, long fallback, long least, long most) {
    return value(
        name,
        fallback,
        "must be a whole number from " + least + " to " + most,
        text -> {
          long number = Long.parseLong(text);
          return require(number >= least && number <= most, number);
        });
  }

  /** As above. */
  int integer(String name, int fallback, int least, int most) {
    return Math.toIntExact(number(name, fallback, least, most));
  }

  /**
   * Items separated by commas; empty if there are none. Invalid items stay in the list: they match
   * nothing, while a list without them could mean that everything is allowed.
   */
  List<String> list(String name, Pattern valid, String remedy) {
    defaults.put(name, "");
    List<String> items =
        raw(name).stream()
            .flatMap(text -> Stream.of(text.split(",")))
            .map(String::strip)
            .filter(item -> !item.isEmpty())
            .toList();
    items.forEach(
        item -> parse(name, item, remedy, text -> require(valid.matcher(text).matches(), text)));
    return items;
  }

  /**
   * A value that a parser turns into an object.
   *
   * @param parser throws IllegalArgumentException if the text is invalid
   */
  public <T> T value(String name, T fallback, String remedy, Function<String, T> parser) {
    defaults.put(name, fallback.toString());
    return raw(name)
        .map(text -> parse(name, text, remedy, parser).orElse(fallback))
        .orElse(fallback);
  }

  /** As {@link #value}, but the default replaces no invalid value. */
  <T> CheckedSetting<T> checked(
      String name, String fallback, String remedy, Function<String, T> parser) {
    defaults.put(name, fallback);
    return parse(name, raw(name).orElse(fallback), remedy, parser);
  }

  /** The first of several settings that is set. No problem ever shows its value. */
  CheckedSetting<String> secret(String fallback, String... names) {
    defaults.put(names[0], fallback);
    for (String name : names) {
      Optional<String> value = raw(name);
      if (value.isPresent()) {
        return Decoding.hasFailed(value.get())
            ? invalid(name, null, Decoding.REMEDY)
            : CheckedSetting.valid(value.get());
      }
    }
    return CheckedSetting.valid(fallback);
  }

  /**
   * A value that no problem ever shows; empty if it is unset.
   *
   * @param valid tells whether a value that is set can be used
   */
  CheckedSetting<String> secret(String name, String remedy, Predicate<String> valid) {
    CheckedSetting<String> secret = secret("", name);
    return secret.problem().isEmpty() && !secret.get().isEmpty() && !valid.test(secret.get())
        ? invalid(name, null, remedy)
        : secret;
  }

  /** A value that was read already and cannot be used. */
  <T> CheckedSetting<T> refuse(String name, String value, String remedy) {
    return invalid(name, value, remedy);
  }

  /** A text that was read already; parameters as in {@link #value}. */
  public <T> CheckedSetting<T> parse(
      String name, String text, String remedy, Function<String, T> parser) {
    if (Decoding.hasFailed(text)) {
      return invalid(name, text, Decoding.REMEDY);
    }
    try {
      return CheckedSetting.valid(parser.apply(text));
    } catch (IllegalArgumentException e) {
      return invalid(name, text, remedy);
    }
  }

  /**
   * The values, unchecked, of all settings with names of a form.
   *
   * @param variable matches the environment variable of a setting's name
   */
  List<String> values(Pattern variable) {
    List<String> values = new ArrayList<>();
    for (String name : names()) {
      if (variable.matcher(UnknownSettings.variable(name)).matches()) {
        raw(name).ifPresent(values::add);
      }
    }
    return values;
  }

  /**
   * Whether a setting is there, be it blank. A setting from a source that does not list its names
   * is there only if it has a value.
   */
  boolean isPresent(String name) {
    return names().contains(name)
        || names().contains(UnknownSettings.variable(name))
        || raw(name).isPresent();
  }

  /** The names of all properties that the sources list, as the sources write them. */
  Set<String> names() {
    if (names == null) {
      names = new TreeSet<>();
      config.getPropertyNames().forEach(names::add);
    }
    return names;
  }

  /** Adds a problem that the caller found. */
  public void report(String problem) {
    problems.add(problem);
  }

  /** Every problem so far, in the order of reading. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** The default of every setting that was read, by its name; empty for one that has none. */
  Map<String, String> defaults() {
    return Map.copyOf(defaults);
  }

  private <T> CheckedSetting<T> invalid(String name, String value, String remedy) {
    String problem = InvalidSettingException.message(name, value, remedy);
    problems.add(problem);
    return CheckedSetting.invalid(problem);
  }

  private static <T> T require(boolean valid, T value) {
    if (!valid) {
      throw new IllegalArgumentException();
    }
    return value;
  }
}
