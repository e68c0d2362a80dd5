package dev.tidewatch.testing.statements;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements of {@code docs/semantics.md}, the one place where they are written down. */
public final class Statements {

  private static final Path LIST = Path.of("docs", "semantics.md");
  // "12. **What holds.** And how."
  private static final Pattern ENTRY =
      Pattern.compile("^(\\d+)\\. \\*\\*(.+?)\\.?\\*\\*", Pattern.MULTILINE | Pattern.DOTALL);

  private Statements() {}

  /** Their short sentences by number. */
  public static SortedMap<Integer, String> all() {
    SortedMap<Integer, String> statements = new TreeMap<>();
    try {
      Matcher entries = ENTRY.matcher(Files.readString(LIST));
      while (entries.find()) {
        String sentence = entries.group(2).replaceAll("\\s+", " ").replace("`", "");
        statements.put(Integer.valueOf(entries.group(1)), sentence);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return statements;
  }
}
