// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.OtherProgram;

/**
 * Property: {@code study precision} gives the same bytes on any number of threads, and under
 * another Java, where the environment variable {@code NOISYGD_OTHER_JAVA} names its executable.
 */
class PrecisionBytesTest {
  @TempDir private Path directory;

  private static final List<String> STUDY =
      List.of(
          "--steps",
          "300",
          "--replicates",
          "3",
          "--reference",
          "decimal:50",
          "--arithmetic",
          "binary64",
          "--arithmetic",
          "double-double",
          "--arithmetic",
          "bfloat16",
          "--arithmetic",
          "binary:11/zero",
          "--arithmetic",
          "bfloat16/stochastic:8/every",
          "--arithmetic",
          "binary:9/nearest/compensated");

  private int files;

  private static List<String> arguments(int threads, Path json) {
    List<String> arguments = new ArrayList<>(List.of("study", "precision"));
    arguments.addAll(STUDY);
    arguments.addAll(List.of("--threads", "" + threads, "--json", json.toString()));
    return arguments;
  }

  /** The text of a study and its JSON. */
  private String bytes(int threads) throws IOException {
    Path json = directory.resolve(files++ + ".json");
    CommandRun run = CommandRun.of(arguments(threads, json).toArray(String[]::new));
    assertEquals(0, run.status(), run.err());
    return run.out() + Files.readString(json);
  }

  /** The same, by a process of another Java. */
  private String bytes(String java, int threads) throws IOException, InterruptedException {
    Path json = directory.resolve(files++ + ".json");
    List<String> command =
        new ArrayList<>(
            List.of(java, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments(threads, json));
    return OtherProgram.output(new ProcessBuilder(command)) + Files.readString(json);
  }

  @Test
  void study_otherThreads_givesTheSameBytes() throws IOException {
    String one = bytes(1);
    assertTrue(one.contains("\"results\""), one);
    assertEquals(one, bytes(3));
  }

  @Test
  void study_otherJava_givesTheSameBytes() throws IOException, InterruptedException {
    String java = System.getenv("NOISYGD_OTHER_JAVA");
    Assumptions.assumeTrue(java != null, "NOISYGD_OTHER_JAVA names no other java");
    assertEquals(bytes(1), bytes(java, 2));
  }
}
