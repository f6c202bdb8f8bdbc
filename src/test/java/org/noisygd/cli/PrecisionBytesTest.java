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

/**
 * Property: {@code study precision} gives the same bytes on any number of threads, with the JIT
 * off, and under another Java, where the environment variable {@code NOISYGD_OTHER_JAVA} names its
 * executable.
 */
class PrecisionBytesTest {
  @TempDir private Path directory;

  private static final List<String> STUDY =
      List.of(
          "--steps",
          "300",
          "--replicates",
          "3",
          "--sites",
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

  private static final List<String> SETTLED =
      List.of(
          "--settled",
          "--replicates",
          "2",
          "--eta",
          "0.1",
          "--sigma",
          "0.5",
          "--arithmetic",
          "bfloat16/stochastic",
          "--arithmetic",
          "binary64");

  private static final List<String> MAP =
      List.of("--map", "--steps", "100", "--replicates", "2", "--arithmetic", "binary:10");

  private static final List<String> DISTANCES =
      List.of("--distances", "--steps", "5", "--replicates", "2");

  private int files;

  /** What a study prints and the JSON that it writes, by another process. */
  private String bytes(String java, String mode, int threads, List<String> study)
      throws IOException, InterruptedException {
    Path json = directory.resolve(files++ + ".json");
    Path output = directory.resolve(files++ + ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                java, mode, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("study", "precision", "--threads", "" + threads));
    command.addAll(List.of("--json", json.toString()));
    command.addAll(study);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, process.waitFor(), java + " " + study);
    return Files.readString(output) + Files.readString(json);
  }

  private static String thisJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  @Test
  void study_otherThreads_givesTheSameBytes() throws IOException, InterruptedException {
    for (List<String> study : List.of(STUDY, SETTLED, MAP, DISTANCES)) {
      String one = bytes(thisJava(), "-Xmixed", 1, study);
      assertTrue(one.contains("\"results\""), one);
      assertEquals(one, bytes(thisJava(), "-Xmixed", 3, study));
    }
  }

  @Test
  void study_otherJava_givesTheSameBytes() throws IOException, InterruptedException {
    String java = System.getenv("NOISYGD_OTHER_JAVA");
    Assumptions.assumeTrue(java != null, "NOISYGD_OTHER_JAVA names no other java");
    for (List<String> study : List.of(STUDY, SETTLED, MAP, DISTANCES)) {
      assertEquals(bytes(thisJava(), "-Xmixed", 1, study), bytes(java, "-Xmixed", 2, study));
    }
  }
}
