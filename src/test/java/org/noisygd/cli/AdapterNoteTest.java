// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The adapter of 4096 x 4096 in start-lora.md: the note's program, its commands and their tables.
 */
class AdapterNoteTest {
  private static final Path NOTE = Path.of("proofs-notes", "start-lora.md");

  /** {@code | bfloat16 | 0.027 | 0.025 | 0.029 | stagnated |}. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([a-z]\\S+) ((?:\\| [0-9.]+ ){3})\\| ([a-z]+) \\|$");

  /** {@code | layer.lora_A.weight | bfloat16 | 0.4989 | 0.5791 | 11 |}. */
  private static final Pattern WEIGHTS =
      Pattern.compile("(?m)^\\| (layer\\S+ )\\|( \\S+ )\\|( \\S+ )\\|( \\S+ )\\|( \\d+) \\|$");

  @TempDir private Path directory;

  private Path adapter(String note) throws IOException, InterruptedException {
    Matcher program = Pattern.compile("(?s)```python\n(.*?)```").matcher(note);
    assertTrue(program.find());
    String small = "d_in, d_out, r = 96, 128, 8";
    assertTrue(program.group(1).contains(small));
    Path script = directory.resolve("adapter.py");
    Files.writeString(script, program.group(1).replace(small, "d_in, d_out, r = 4096, 4096, 16"));
    Process process =
        new ProcessBuilder("python3", script.toString()).directory(directory.toFile()).start();
    assumeTrue(process.waitFor() == 0, "python3 with numpy");
    return directory.resolve("adapter.safetensors");
  }

  @Tag("exhaustive")
  @Test
  void forecast_ofTheNotesAdapter_printsItsTable() throws IOException, InterruptedException {
    String note = Files.readString(NOTE);
    Path adapter = adapter(note);
    List<String> words =
        new ArrayList<>(
            List.of(
                "study", "precision", "forecast", "--problem", "" + adapter, "--like-training"));
    List<String> rows = new ArrayList<>();
    Matcher row = ROW.matcher(note);
    while (row.find()) {
      words.addAll(List.of("--arithmetic", row.group(1)));
      String numbers = row.group(2).replace("|", "").strip().replaceAll(" +", " ");
      rows.add(row.group(1) + " " + numbers + " " + row.group(3));
    }
    assertEquals(6, rows.size());
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    assertEquals(0, run.status(), run.err());
    List<String> printed =
        run.out().lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
    for (String expected : rows) {
      assertTrue(printed.contains(expected), expected + " in " + run.out());
    }
    String weights = "study forecast --step 2.5e-5 --weights " + adapter;
    String ofWeights = CommandRun.of(weights.split(" ")).out().replaceAll(" +", " ");
    List<String> entries =
        WEIGHTS
            .matcher(note)
            .results()
            .map(
                w ->
                    w.group(1)
                        + w.group(2).strip()
                        + " 65,536"
                        + w.group(3)
                        + w.group(4).strip()
                        + w.group(5)
                        + " 0 0")
            .toList();
    assertEquals(8, entries.size());
    entries.forEach(entry -> assertTrue(ofWeights.contains(entry), entry + " in " + ofWeights));
    CommandRun.assertUnusable(
        "must have at most 1048576 entries for runs, got 4096 x 4096",
        ("study precision drift --problem " + adapter).split(" "));
  }
}
