package dev.tidewatch.testing.clients;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics in Prometheus' text format, read as strictly as promtool does: each metric has its help
 * and type before its samples, which stand together; names follow the conventions; nothing comes
 * twice.
 */
public final class Metrics {

  private static final Pattern COMMENT =
      Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (\\S.*)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");

  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Map<String, String> types = new LinkedHashMap<>();
  private final Set<String> helped = new HashSet<>();
  private String family;

  private Metrics() {}

  /** Reads a whole answer; throws AssertionError for what is not as it should be. */
  public static Metrics parse(String text) {
    Metrics metrics = new Metrics();
    check(text.endsWith("\n"), "no end of line at the end");
    text.lines().forEach(metrics::line);
    return metrics;
  }

  private void line(String line) {
    Matcher comment = COMMENT.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (comment.matches()) {
      comment(comment.group(1), comment.group(2), comment.group(3));
    } else if (sample.matches()) {
      sample(sample.group(1), sample.group(2), sample.group(3));
    } else {
      check(false, "neither a comment nor a sample: " + line);
    }
  }

  private void comment(String kind, String name, String rest) {
    if (kind.equals("HELP")) {
      check(helped.add(name), "two helps: " + name);
    } else {
      check(helped.contains(name), "no help: " + name);
      check(types.put(name, rest) == null, "two types: " + name);
      check(rest.equals("counter") == name.endsWith("_total"), rest + " " + name);
      family = name;
    }
  }

  private void sample(String name, String labels, String value) {
    boolean summary = "summary".equals(types.get(family));
    check(
        name.equals(family) || summary && name.matches(family + "_(count|sum)"),
        "not with its metric: " + name);
    Map<String, String> read = new TreeMap<>();
    Matcher label = LABEL.matcher(labels == null ? "" : labels);
    while (label.lookingAt()) {
      check(read.put(label.group(1), label.group(2)) == null, "a label twice: " + labels);
      label.region(label.end(), labels.length());
    }
    check(labels == null || label.regionStart() == labels.length(), "not labels: " + labels);
    double number = Double.parseDouble(value.replace("+Inf", "Infinity"));
    check(samples.put(name + read, number) == null, "twice: " + name + read);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** One sample; 0 where there is none, as a counter that is not there yet. */
  public double get(String name, String... labels) {
    return samples.getOrDefault(key(name, labels), 0.0);
  }

  /** Whether there is such a sample. */
  public boolean has(String name, String... labels) {
    return samples.containsKey(key(name, labels));
  }

  /** The names of all metrics, with their types. */
  public Map<String, String> types() {
    return types;
  }

  private static String key(String name, String... labels) {
    Map<String, String> read = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      read.put(labels[i], labels[i + 1]);
    }
    return name + read;
  }
}
