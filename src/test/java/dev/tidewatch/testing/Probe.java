package dev.tidewatch.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Another JVM, which finds a lock free or taken. */
final class Probe {

  static final String LOCK = "probed";

  /** What it has said. */
  static final List<String> SAID = new ArrayList<>();

  private Probe() {}

  /** Starts it; {@code how} is take or share. */
  static String ask(String how) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of("target", "test-classes").toString(),
                Probe.class.getName(),
                how)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }

  public static void main(String[] arguments) throws IOException {
    Path file = ForkLock.FOLDER.resolve(LOCK);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      boolean isFree = channel.tryLock(0, Long.MAX_VALUE, arguments[0].equals("share")) != null;
      System.out.println(isFree ? "free" : "taken");
    }
  }
}
