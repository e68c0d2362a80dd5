package dev.tidewatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of a folder with a package.json and its lock, with the packages installed. */
public final class NpmFolder {

  private static final long MINUTES = 3;
  private static final Map<Path, NpmFolder> INSTALLED = new ConcurrentHashMap<>();

  private final Path path;

  private NpmFolder(Path path) {
    this.path = path;
  }

  /** Whether Node and npm are on the PATH. */
  public static boolean isAvailable() {
    return Programs.isThere("npm");
  }

  /** Copies the files and installs what is locked, unless that is there; one JVM at a time. */
  public static NpmFolder installOnce(Path sources, Path target) {
    return INSTALLED.computeIfAbsent(
        target,
        path -> {
          try (ForkLock lock = ForkLock.take("npm-" + target.getFileName())) {
            return isInstalled(sources, path) ? new NpmFolder(path) : install(sources, path);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static boolean isInstalled(Path sources, Path target) throws IOException {
    // npm writes it last
    if (!Files.exists(target.resolve("node_modules/.package-lock.json"))) {
      return false;
    }
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(file.getFileName());
        if (!Files.exists(copy) || Files.mismatch(file, copy) != -1) {
          return false;
        }
      }
    }
    return true;
  }

  /** Copies the files and installs what is locked. */
  private static NpmFolder install(Path sources, Path target) throws IOException {
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    NpmFolder folder = new NpmFolder(target);
    folder.run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    return folder;
  }

  /** The copy. */
  public Path path() {
    return path;
  }

  /** Runs a command in it; fails with what it prints. */
  public void run(String... command) throws IOException {
    Path output = Files.createTempFile("npm", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(path.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      process.destroyForcibly();
      assertThat(ended && process.exitValue() == 0)
          .as("%s: %s", List.of(command), Files.readString(output, StandardCharsets.UTF_8))
          .isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      Files.delete(output);
    }
  }
}
