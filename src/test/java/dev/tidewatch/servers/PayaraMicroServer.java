package dev.tidewatch.servers;

import dev.tidewatch.development.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The uber-jar, started where nothing else of the project is. */
final class PayaraMicroServer implements AppServer {

  /** What the systemd unit gives it before it kills it. */
  private static final long CLEAN_STOP_SECONDS = 15;

  private final int port = FreePorts.any();
  private final Process process;
  private final Path folder;

  private PayaraMicroServer(Map<String, String> more, List<String> options, String... settings) {
    Script.run(Map.of(), List.of("scripts/package"));
    Path jar = Path.of("target/tidewatch-micro.jar").toAbsolutePath();
    Path loopback = Path.of("server-config/payara-micro/pre-boot.asadmin").toAbsolutePath();
    List<String> command =
        AppServer.words(
            AppServer.words(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()), settings),
            "-Xmx512m",
            "-jar",
            jar.toString(),
            "--port",
            "" + port,
            "--prebootcommandfile",
            loopback.toString());
    command = AppServer.words(command, options.toArray(String[]::new));
    try {
      folder = Files.createTempDirectory("tidewatch-micro");
      process = Script.start(AppServer.settings(more), command, folder.resolve("log"), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it with settings as system properties. */
  static PayaraMicroServer start(String mongo, String ns) {
    return start(mongo, ns, Map.of());
  }

  /** As above, with more settings as environment variables, and options of Payara Micro. */
  static PayaraMicroServer start(
      String mongo, String ns, Map<String, String> more, String... options) {
    return new PayaraMicroServer(
        more, List.of(options), "-Dtidewatch.mongo=" + mongo, "-Dtidewatch.ns=" + ns);
  }

  @Override
  public URI base() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  @Override
  public URI management() {
    return base();
  }

  @Override
  public String mark() {
    return "tidewatch-micro.jar --port " + port;
  }

  @Override
  public Path log() {
    return folder.resolve("log");
  }

  @Override
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(CLEAN_STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it still runs after " + CLEAN_STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Folders.delete(folder);
  }
}
