package dev.tidewatch.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidewatch.testing.NpmFolder;
import dev.tidewatch.testing.NpmPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The package {@code @tidewatch/client} as {@code scripts/package} makes it, in a project of its
 * own.
 */
class NpmPackageIT {

  private static final Path MODULES = Path.of("src/main/webapp/resources/tidewatch/client");

  private static NpmFolder project;
  private static Path tarball;

  @BeforeAll
  static void install() throws IOException {
    assumeTrue(NpmFolder.isAvailable(), "needs node and npm on the PATH for the package");
    tarball = NpmPackage.make();
    project = NpmPackage.project();
  }

  @Test
  void itHasTheModulesThatTheServerServes() throws IOException {
    Path installed = project.path().resolve("node_modules/@tidewatch/client");
    try (Stream<Path> files = Files.list(MODULES)) {
      List<Path> modules = files.toList();

      assertThat(modules).hasSizeGreaterThan(3);
      for (Path module : modules) {
        assertThat(installed.resolve(module.getFileName())).hasSameTextualContentAs(module);
      }
    }
    for (String file : List.of("asyncapi.yaml", "schemas/tidewatch.v1.json")) {
      assertThat(installed.resolve(file))
          .hasSameTextualContentAs(Path.of("src/main/webapp").resolve(file));
    }
    assertThat(installed.resolve("LICENSE")).hasSameTextualContentAs(Path.of("LICENSE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nodenext", "preserve"})
  void aProjectCompilesUnderStrict(String module) throws IOException {
    project.run(
        "node_modules/.bin/tsc",
        "--strict",
        "--noEmit",
        "--target",
        "es2022",
        "--lib",
        "es2022,dom",
        "--module",
        module,
        "--skipLibCheck",
        "false",
        "reader.ts");
  }

  @Test
  void publintAndAreTheTypesWrongFindNothing() throws IOException {
    project.run("node_modules/.bin/publint", "run", "--strict", tarball.toString());
    // a package of ES modules alone: what a CommonJS program would import is not asked
    project.run("node_modules/.bin/attw", tarball.toString(), "--profile", "esm-only");
  }
}
