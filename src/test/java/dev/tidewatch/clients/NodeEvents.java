package dev.tidewatch.clients;

import dev.tidewatch.testing.NpmFolder;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One of the npm packages in src/test/clients, in a Node of its own. */
final class NodeEvents extends EventClient {

  /** The packages. */
  static final List<String> PACKAGES =
      List.of(
          "eventsource",
          "event-source-polyfill",
          "eventsource-client",
          "reconnecting-eventsource",
          "@microsoft/fetch-event-source");

  private static final Path SOURCES = Path.of("src/test/clients");
  private static final Path INSTALLED = Path.of("target/clients");
  private static final long INSTALL_MINUTES = 3;

  private final Process node;

  NodeEvents(String name, URI uri) {
    try {
      node =
          new ProcessBuilder("node", "reader.mjs", name, uri.toString())
              .directory(INSTALLED.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread reader = new Thread(this::read, "node-events");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines = node.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try (var json = Json.createReader(new StringReader(line))) {
          JsonObject event = json.readObject();
          handOver(
              new Event(
                  event.getString("name"), event.getString("id", null), event.getString("data")));
        }
      }
    } catch (IOException e) {
      // the process was ended
    }
  }

  /** Whether Node and npm are on the PATH. */
  static boolean isAvailable() {
    try {
      return run(Path.of(""), "node", "--version") && run(Path.of(""), "npm", "--version");
    } catch (IOException e) {
      return false;
    }
  }

  /** Puts the packages, as locked, where the clients are started, unless they are there. */
  static void install() {
    NpmFolder.installOnce(SOURCES, INSTALLED);
  }

  private static boolean run(Path folder, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    node.destroyForcibly();
  }
}
