package dev.tidewatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.testing.MapConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documented settings are those of the code, with the same defaults. */
class SettingsTableTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(tidewatch\\.[^`]+)` \\| ([^|]*) \\|", Pattern.MULTILINE);

  private static final List<String> NO_DEFAULT = List.of("none", "the server's");

  @Test
  void theTableAndTheCodeHaveTheSameSettings() throws IOException {
    assertThat(documented().keySet()).isEqualTo(inCode().keySet());
  }

  @Test
  void theTableHasTheDefaultsOfTheCode() throws IOException {
    Map<String, String> documented = documented();

    inCode()
        .forEach(
            (name, standard) -> {
              if (standard.isEmpty()) {
                assertThat(documented.get(name)).as(name).isIn(NO_DEFAULT);
              } else {
                // the last of several that are tried in turn
                assertThat(documented.get(name).replaceFirst(".*, else ", ""))
                    .as(name)
                    .isEqualTo(standard);
              }
            });
  }

  private static Map<String, String> inCode() {
    return new TreeMap<>(new Settings(new MapConfig(Map.of())).defaults());
  }

  private static Map<String, String> documented() throws IOException {
    Path page = Path.of("docs/settings.md");
    Matcher rows = ROW.matcher(Files.readString(Files.exists(page) ? page : Path.of("README.md")));
    Map<String, String> settings = new TreeMap<>();
    while (rows.find()) {
      settings.put(rows.group(1), rows.group(2).replace("`", ""));
    }
    return settings;
  }
}
