package dev.tidewatch.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The process that is measured: a JVM on this machine. */
record JvmProcess(long pid) {

  // "C2 CompilerThread0" #6 daemon prio=9 os_prio=0 cpu=1234.56ms elapsed=…
  private static final Pattern COMPILER =
      Pattern.compile("\"C[12] CompilerThread\\d+\".* cpu=([\\d.]+)ms");
  // Total  INSTANCES  BYTES
  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");
  private static final long SETTLE_SECONDS = 2;

  /** What it has used of all processors together. */
  double cpuSeconds() {
    Duration used =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().totalCpuDuration())
            .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"));
    return used.toNanos() / 1e9;
  }

  /** The bytes of its heap that are in use, after a collection. */
  long liveHeap() throws IOException, InterruptedException {
    // the first collection lets finalizers and cleaners run, which free more for the second
    histogram();
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    return histogram();
  }

  /** What its compilers have used of that. */
  double compilingSeconds() throws IOException, InterruptedException {
    return COMPILER
        .matcher(jcmd("Thread.print"))
        .results()
        .mapToDouble(thread -> Double.parseDouble(thread.group(1)) / 1000)
        .sum();
  }

  /** As above, after one collection. */
  long histogram() throws IOException, InterruptedException {
    String output = jcmd("GC.class_histogram");
    return TOTAL
        .matcher(output)
        .results()
        .mapToLong(total -> Long.parseLong(total.group(1)))
        .findFirst()
        .orElseThrow(() -> new IOException("jcmd could not count the heap: " + output));
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
