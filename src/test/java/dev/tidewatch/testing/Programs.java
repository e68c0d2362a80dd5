package dev.tidewatch.testing;

import java.io.IOException;

/** Programs that a test needs and a machine may lack. */
public final class Programs {

  private Programs() {}

  /** Whether a program is on the PATH and tells its version. */
  public static boolean isThere(String command) {
    try {
      return new ProcessBuilder(command, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
