// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Programs that tests run to their end. */
public final class OtherProgram {
  private OtherProgram() {}

  /** What a program prints to both of its outputs; it must end with status 0. */
  public static String output(ProcessBuilder program) throws IOException, InterruptedException {
    Process process = program.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> program.command() + ": " + output);
    return output;
  }

  /** Returns true if there is Python with this module. */
  public static boolean isPythonWith(String module) {
    try {
      output(new ProcessBuilder("python3", "-c", "import " + module));
      return true;
    } catch (IOException | AssertionError e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
