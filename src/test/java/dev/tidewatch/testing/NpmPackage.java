package dev.tidewatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The package {@code @tidewatch/client}, made as {@code scripts/package} makes it. */
public final class NpmPackage {

  private static final String COMMAND =
      "set -euo pipefail; source scripts/lib/common.sh; source scripts/lib/npm.sh;"
          + " cd \"$root\"; client_package";

  private static final Path SOURCES = Path.of("src/test/npm");
  private static final Path PROJECT = Path.of("target/npm-reader");

  private NpmPackage() {}

  /** Makes it, unless it is there; the test is skipped if npm cannot fetch what that takes. */
  public static Path make() throws IOException {
    try (ForkLock lock = ForkLock.take("npm-package")) {
      Process process = new ProcessBuilder("bash", "-c", COMMAND).redirectErrorStream(true).start();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(process.waitFor()).as(printed).isZero();
      assumeTrue(!printed.contains("is not made"), printed);
      try (Stream<Path> files = Files.list(Path.of("target"))) {
        List<Path> made =
            files
                .filter(f -> f.getFileName().toString().matches("tidewatch-client-.*\\.tgz"))
                .toList();
        assertThat(made).hasSize(1);
        return made.get(0).toAbsolutePath();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A project with the package beside what is locked; the first JVM that asks makes it for all. */
  public static NpmFolder project() throws IOException {
    Path made = make();
    try (ForkLock lock = ForkLock.take("npm-project")) {
      NpmFolder project = NpmFolder.installOnce(SOURCES, PROJECT);
      if (!isIn(project, made)) {
        install(made, project);
        Files.copy(made, installed(project), StandardCopyOption.REPLACE_EXISTING);
      }
      return project;
    }
  }

  /** Makes and installs it into a folder that one class alone uses. */
  public static void installInto(NpmFolder project) throws IOException {
    install(make(), project);
  }

  private static void install(Path made, NpmFolder project) throws IOException {
    project.run(
        "npm",
        "install",
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        made.toString());
  }

  private static boolean isIn(NpmFolder project, Path made) throws IOException {
    return Files.exists(project.path().resolve("node_modules/@tidewatch/client"))
        && Files.exists(installed(project))
        && Files.mismatch(installed(project), made) == -1;
  }

  /** A copy of what was installed last. */
  private static Path installed(NpmFolder project) {
    return project.path().resolve("installed.tgz");
  }
}
