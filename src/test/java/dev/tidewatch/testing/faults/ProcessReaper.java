package dev.tidewatch.testing.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Outlives this JVM, however that ends, by the moment it takes to kill what a test started and to
 * delete its data: a shutdown hook would not run in a JVM that is killed, and would leave a stopped
 * server stopped for ever.
 *
 * <p>Any thread.
 */
public final class ProcessReaper implements AutoCloseable {

  // one process id a line, then the end of its input. A server that ended long ago may have left
  // its
  // id to somebody else's process, so only those are killed that were started on this directory
  private static final String SCRIPT =
      """
      # Ctrl-C goes to it too
      trap '' INT TERM HUP
      while read -r pid; do pids+=("$pid"); done
      for pid in "${pids[@]}"; do
        grep -aqF -- "$0" "/proc/$pid/cmdline" 2>/dev/null && kill -9 "$pid"
      done
      for _ in 1 2 3 4 5; do rm -rf -- "$0" && break; sleep 0.2; done
      """;

  private final Process process;
  private final OutputStream input;

  /** Guards the servers whose command lines name a directory, and the directory itself. */
  public ProcessReaper(Path directory) {
    try {
      process = new ProcessBuilder("bash", "-c", SCRIPT, directory.toString()).start();
      input = process.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on this one too. */
  public synchronized void add(long pid) {
    try {
      input.write((pid + "\n").getBytes(StandardCharsets.US_ASCII));
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills and deletes now, and waits until that is done. */
  @Override
  public void close() {
    try {
      input.close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
