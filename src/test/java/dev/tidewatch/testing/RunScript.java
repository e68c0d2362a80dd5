package dev.tidewatch.testing;

import static org.awaitility.Awaitility.await;

import dev.tidewatch.testing.clients.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** {@code scripts/run} as a user starts it, as a process of its own. */
public final class RunScript implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(3);

  /** What it says of the database that it has brought itself. */
  private static final String EMBEDDED = "embedded, in-memory";

  private static final HttpClient CLIENT = Http.client();

  private final Process process;
  private final Path output;
  private final int port;

  private RunScript(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  /** Starts it on a port with more options and variables; returns at once. */
  public static RunScript start(int port, Map<String, String> environment, String... options) {
    List<String> command = new ArrayList<>(List.of("scripts/run", "--port", "" + port));
    command.addAll(List.of(options));
    return start(port, environment, command);
  }

  /**
   * Starts it from a shell, which knows the bytes of its options: this JVM encodes arguments in the
   * charset of its own locale.
   *
   * @param options as they are typed into Bash
   */
  public static RunScript typed(int port, Map<String, String> environment, String options) {
    return start(
        port,
        environment,
        List.of("bash", "-c", "exec scripts/run --port " + port + " " + options));
  }

  private static RunScript start(int port, Map<String, String> environment, List<String> command) {
    try {
      Path output = Files.createTempFile("tidewatch-run", ".log");
      output.toFile().deleteOnExit();
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(output.toFile());
      // what the tests themselves are told must not reach a server that is told otherwise
      builder.environment().keySet().removeIf(name -> name.matches("(TIDEWATCH|MONGODB)_.*"));
      builder.environment().putAll(environment);
      return new RunScript(builder.start(), output, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it says that it is ready; ends it if it does not. */
  public RunScript ready() {
    try {
      await()
          .atMost(START)
          .until(() -> !process.isAlive() || output().contains("Ctrl-C stops it."));
    } catch (ConditionTimeoutException e) {
      close();
      throw new AssertionError("not ready after " + START + ": " + output(), e);
    }
    if (!process.isAlive()) {
      throw new AssertionError("it ended with " + process.exitValue() + ": " + output());
    }
    if (output().contains(EMBEDDED)) {
      MongoUse.note(MongoUse.Kind.EMBEDDED);
    }
    return this;
  }

  /** What it has printed, to both. */
  public String output() {
    try {
      // lenient: what it was given may be no UTF-8
      return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the page is. */
  public URI base() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Asks for a path, without its first slash. */
  public HttpResponse<String> get(String path) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(base().resolve(path)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SIGTERM to the script alone. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL to the server, as a crash; the script notices and ends. */
  public void crash() {
    List<ProcessHandle> started = descendants();
    started.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    exitStatus(Duration.ofSeconds(60));
    // a server has its port until it is gone
    started.forEach(one -> one.onExit().orTimeout(60, TimeUnit.SECONDS).join());
  }

  /** Every process it started that is still there. */
  public List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** Waits for its end. */
  public int exitStatus(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + atMost + ": " + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    terminate();
    exitStatus(Duration.ofSeconds(60));
  }
}
