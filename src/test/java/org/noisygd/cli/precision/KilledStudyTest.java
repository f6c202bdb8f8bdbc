// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.JavaProgram;
import org.noisygd.OneIn;
import org.noisygd.cli.CommandRun;

/**
 * Property: a study that is killed at random moments and started again gives the bytes of one that
 * is not. Each killed run is a process of its own that is given no chance to end well (SIGKILL).
 */
class KilledStudyTest {
  private static final long SEED = 5;
  private static final int KILLS = 3;

  /** About the time between two writes of the file. */
  private static final int MOST_MILLIS = 250;

  @TempDir private Path directory;

  private static final String DRIFT = "drift --steps 200000";

  private static List<String> arguments(String study, Path json, String... more) {
    List<String> arguments = new ArrayList<>(List.of("study", "precision"));
    arguments.addAll(List.of(study.split(" ")));
    arguments.addAll(List.of("--replicates", "4", "--arithmetic", "bfloat16/stochastic"));
    arguments.addAll(List.of("--threads", "2", "--json", json.toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static FileTime written(Path file) throws IOException {
    return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
  }

  @ParameterizedTest
  @OneIn(3)
  @ValueSource(
      strings = {DRIFT, "settled --steps 1500000", "formats --steps 5000 --arithmetic bfloat16"})
  void study_killedAtRandomMoments_hasTheSameBytes(String study)
      throws IOException, InterruptedException {
    Path whole = directory.resolve("whole.json");
    assertEquals(0, CommandRun.of(arguments(study, whole).toArray(String[]::new)).status());

    Path state = directory.resolve("state");
    Path json = directory.resolve("killed.json");
    String[] command = arguments(study, json, "--resume", state.toString()).toArray(String[]::new);
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      FileTime before = written(state);
      Process process =
          new ProcessBuilder(
                  JavaProgram.command(JavaProgram.BRIEF, "org.noisygd.cli.Main", command))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output.txt").toFile())
              .start();
      while (process.isAlive() && written(state).equals(before)) {
        Thread.sleep(1);
      }
      Thread.sleep(random.nextInt(MOST_MILLIS));
      assertTrue(process.isAlive(), "it ended by itself before kill " + kill);
      process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
    }
    CommandRun last = CommandRun.of(command);
    assertEquals(0, last.status(), last.err());
    assertTrue(last.out().contains("going on from " + state), last.out());
    assertEquals(Files.readString(whole), Files.readString(json));
    assertFalse(Files.exists(state), "the file of a complete study stays");
  }

  @Test
  void drift_resumedFromAnotherFile_isRefusedAndLeavesIt() throws IOException {
    Path file = Files.writeString(directory.resolve("notes"), "mine");
    String[] command =
        arguments(DRIFT, directory.resolve("j.json"), "--resume", file.toString())
            .toArray(String[]::new);
    CommandRun run = CommandRun.of(command);
    assertEquals(2, run.status());
    assertEquals(
        "--resume must name a file that it wrote, or none, got " + file + ", another",
        run.err().strip().replaceFirst("^verify.sh: ", ""));
    assertEquals("mine", Files.readString(file));
  }
}
