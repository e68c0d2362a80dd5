package dev.tidewatch.testing.mongo;

import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.MongoUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A {@code mongod} that is no replica set, with data of its own, until it is closed; for tests that
 * are marked {@link NeedsMongod}.
 */
public final class StandaloneMongod implements AutoCloseable {

  private final Process process;
  private final Path data;
  private final int port;

  private StandaloneMongod(Process process, Path data, int port) {
    this.process = process;
    this.data = data;
    this.port = port;
  }

  /** Starts one; returns at once. */
  public static StandaloneMongod start() {
    MongoUse.note(MongoUse.Kind.OWN);
    try {
      int port = FreePorts.any();
      Path data = Files.createTempDirectory("standalone-mongod");
      List<String> command =
          List.of(
              MongodExecutable.find().orElseThrow().toString(),
              "--bind_ip",
              "127.0.0.1",
              "--port",
              Integer.toString(port),
              "--dbpath",
              data.toString());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new StandaloneMongod(process, data, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its connection string. */
  public String uri() {
    return "mongodb://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    try (Stream<Path> files = Files.walk(data)) {
      process.waitFor(10, TimeUnit.SECONDS);
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
