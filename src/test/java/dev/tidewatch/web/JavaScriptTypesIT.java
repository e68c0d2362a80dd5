package dev.tidewatch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidewatch.testing.NpmFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The types in the comments of the pages' modules, which {@code jsconfig.json} lists. */
class JavaScriptTypesIT {

  private static final Path MODULES = Path.of("src/main/webapp/resources/tidewatch");

  /** By TypeScript, under {@code strict}; the test is skipped if there is no npm. */
  @Test
  void everyModulePassesTheTypeCheck() throws IOException {
    assumeTrue(NpmFolder.isAvailable(), "needs node and npm on the PATH for typescript");
    NpmFolder typescript =
        NpmFolder.installOnce(Path.of("src/test/typescript"), Path.of("target/typescript"));

    typescript.run(
        "node_modules/.bin/tsc", "--project", Path.of("jsconfig.json").toAbsolutePath().toString());
  }

  @Test
  void noModuleSilencesTheTypeCheck() throws IOException {
    try (Stream<Path> files = Files.walk(MODULES)) {
      List<Path> modules = files.filter(file -> file.toString().endsWith(".js")).toList();

      assertThat(modules)
          .hasSizeGreaterThan(20)
          .allSatisfy(module -> assertThat(Files.readString(module)).doesNotContain("@ts-"));
    }
  }
}
