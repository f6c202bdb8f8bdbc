// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisygd.JavaProgram;
import org.noisygd.cli.CommandRun;
import org.noisygd.io.json.JsonReader;
import org.noisygd.io.json.JsonValue;

class StopConditionTest {
  /** Some minutes of updates: far more than the test waits for. */
  private static final String LONG =
      "study precision --reference binary64 --replicates 8 --steps 5000000000 --arithmetic bfloat16"
          + " --json %s --out %s";

  /** What a shell tells of a process that ended by SIGTERM. */
  private static final int TERMINATED = 143;

  @TempDir private Path directory;

  @Test
  void isMet_afterTheTime_orIfAsked() {
    try (StopCondition never = StopCondition.after(null);
        StopCondition atOnce = StopCondition.after(Duration.ZERO);
        StopCondition later = StopCondition.after(Duration.ofDays(1))) {
      assertFalse(never.isMet());
      assertTrue(atOnce.isMet());
      assertFalse(later.isMet());
    }
  }

  @Tag("slow")
  @Test
  void process_askedToEnd_writesItsResultsFirst() throws IOException, InterruptedException {
    Path json = directory.resolve("result.json");
    Path out = directory.resolve("out");
    Path notes = directory.resolve("err.txt");
    String[] command = LONG.formatted(json, out).split(" ");
    Process process =
        new ProcessBuilder(JavaProgram.command(JavaProgram.BRIEF, "org.noisygd.cli.Main", command))
            .redirectOutput(directory.resolve("out.txt").toFile())
            .redirectError(notes.toFile())
            .start();
    try {
      // The time that it takes is told before the first update.
      for (int wait = 0; wait < 600 && !Files.readString(notes).contains("--within"); wait++) {
        Thread.sleep(100);
      }
      process.toHandle().destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it goes on");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(TERMINATED, process.exitValue());
    JsonValue result = JsonReader.OF_FILES.read("result", json);
    assertTrue(result.get("endedAt").whole(1, 5_000_000_000L) > 0);
    for (Path told : List.of(directory.resolve("out.txt"), out.resolve("report.html"))) {
      String text = Files.readString(told).replaceAll("\\s+", " ");
      assertTrue(text.contains("Ended early, after step"), told.toString());
    }
  }

  @Test
  void within_thatIsNoTime_isRefused() {
    CommandRun.assertUnusable(
        "--within must be a whole number of s, m or h, such as 10m, got 10",
        "study precision drift --within 10".split(" "));
  }
}
