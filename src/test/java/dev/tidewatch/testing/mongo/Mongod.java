package dev.tidewatch.testing.mongo;

import dev.tidewatch.testing.faults.ProcessReaper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One server process, and what a test wants it to be: running, stopped in its tracks or dead. One
 * that ends by itself is started again.
 *
 * <p>Any thread.
 */
public final class Mongod {

  // what a server leaves in its log that crashes under an emulation; it may take a minute to end
  private static final String CRASH = "Unhandled exception";

  private final List<String> command;
  private final Path log;
  private final ProcessReaper guardian;
  private final int port;

  private Process process;
  private boolean wanted;
  private long logRead;

  /** One that {@link #start} starts, with its data and its log in a directory. */
  Mongod(int port, Path directory, List<String> options, ProcessReaper guardian) {
    this.port = port;
    this.guardian = guardian;
    this.log = directory.resolve(port + ".log");
    Path data = directory.resolve(Integer.toString(port));
    try {
      Files.createDirectory(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    command = new ArrayList<>(List.of(MongodExecutable.find().orElseThrow().toString()));
    command.addAll(List.of("--replSet", ReplicaSet.NAME, "--bind_ip", ReplicaSet.HOST));
    command.addAll(List.of("--port", Integer.toString(port), "--dbpath", data.toString()));
    command.addAll(List.of("--setParameter", "diagnosticDataCollectionEnabled=false"));
    // several servers share the machine with what is tested, and under an emulation each flush of
    // the journal may be the one that crashes
    command.addAll(List.of("--wiredTigerCacheSizeGB", "0.25", "--journalCommitInterval", "500"));
    command.addAll(options);
  }

  public int port() {
    return port;
  }

  /** Starts it on the data it has, unless it runs. */
  synchronized void start() {
    wanted = true;
    if (process != null && process.isAlive()) {
      return;
    }
    try {
      logRead = Files.exists(log) ? Files.size(log) : 0;
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    guardian.add(process.pid());
  }

  /** A crash; it stays away until it is started. */
  synchronized void kill() {
    wanted = false;
    end();
  }

  /** It hangs, and the kernel goes on taking connections and bytes for it. */
  synchronized void pause() {
    signal("STOP");
  }

  /** It goes on. */
  synchronized void resume() {
    signal("CONT");
  }

  /** To be called often: one that crashed by itself is started again; says whether it was. */
  public synchronized boolean restartIfCrashed() {
    if (!wanted || process.isAlive() && !saysThatItCrashed()) {
      return false;
    }
    end();
    start();
    return true;
  }

  /** The last lines of its log. */
  String lastWords() {
    try {
      String text = Files.readString(log, StandardCharsets.ISO_8859_1);
      return text.substring(Math.max(0, text.length() - 2_000));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void end() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void signal(String name) {
    if (process.isAlive()) {
      try {
        new ProcessBuilder("bash", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean saysThatItCrashed() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] news = new byte[(int) (file.length() - logRead)];
      file.seek(logRead);
      file.readFully(news);
      String text = new String(news, StandardCharsets.ISO_8859_1);
      // the words may be cut in two by the end of what is written yet
      logRead += Math.max(0, news.length - CRASH.length());
      return text.contains(CRASH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
