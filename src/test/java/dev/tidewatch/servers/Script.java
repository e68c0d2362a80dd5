package dev.tidewatch.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command as a user gives it in the project's folder. */
final class Script {

  private static final long MINUTES = 8;

  /**
   * Little work for compilers: these servers live for a minute. Soft references end at the next
   * collection, so that what a deployment leaves behind is told from what a JVM only has not needed
   * to throw away yet.
   */
  private static final String JVM =
      "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:SoftRefLRUPolicyMSPerMB=0";

  private Script() {}

  /** Runs it to its end and returns what it printed; anything but status 0 is an AssertionError. */
  static String run(Map<String, String> environment, List<String> command) {
    try {
      Path output = Files.createTempFile("tidewatch-script", ".log");
      Process process = start(environment, command, output, Path.of(""));
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(command + " does not end: " + Files.readString(output));
      }
      String printed = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new AssertionError(command + " ended with " + process.exitValue() + ": " + printed);
      }
      Files.delete(output);
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts it and returns at once. */
  static Process start(
      Map<String, String> environment, List<String> command, Path output, Path folder)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toAbsolutePath().toFile());
    builder.redirectOutput(output.toFile());
    // what the tests themselves are told must not reach a server that is told otherwise
    builder.environment().keySet().removeIf(name -> name.matches("(TIDEWATCH|MONGODB)_.*"));
    builder.environment().put("JAVA_TOOL_OPTIONS", JVM);
    // the JDK that the tests run on
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
