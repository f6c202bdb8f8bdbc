// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.cli.option.WithinOption;
import org.noisygd.io.StopCondition;

/** Known answers: the words for the three studies. */
class PrecisionCommandTest {
  @TempDir private Path directory;

  private CommandRun study(Path out, String... words) {
    List<String> all = new ArrayList<>(List.of("study", "precision"));
    all.addAll(List.of(words));
    all.addAll(List.of("--out", out.toString(), "--json", out + ".json"));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "drift, --replicates 2 --steps 60, forecast results trajectory",
    "forecast, --steps 60, forecast"
  })
  void study_byItsWord_hasAPageWithItsTablesAndFigures(String word, String options, String tables)
      throws IOException {
    Path first = directory.resolve("first");
    CommandRun run = study(first, (word + " " + options).split(" "));
    assertEquals(0, run.status(), run.err());
    for (String table : tables.split(" ")) {
      String name = table + ".csv";
      assertTrue(Files.readString(first.resolve("report.html")).contains(name), name);
    }
    String page = Files.readString(first.resolve("report.html"));
    int figures = page.split("<figure>", -1).length - 1;
    assertEquals(figures, count(first, ".svg"));
    assertEquals(tables.split(" ").length + figures, count(first, ".csv"), "each has its data");
  }

  private static long count(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).count();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "forecast --reference binary64|unknown option --reference of study precision forecast",
        "drift --no-option|unknown option --no-option of study precision drift",
        "drift forecast|unknown command forecast of study precision"
      })
  void options_thatDoNotGoTogether_areRefusedInOneLine(String words, String complaint) {
    CommandRun.assertUnusable(
        "verify.sh: " + complaint + " (--help says more)\n",
        ("study precision " + words).split(" "));
  }

  @Test
  void out_ofAnotherCommand_isNotWrittenOver() throws IOException {
    Path out = directory.resolve("taken");
    String[] words = {"forecast", "--steps", "60", "--arithmetic", "bfloat16"};
    assertEquals(0, study(out, words).status());
    String page = Files.readString(out.resolve("report.html"));
    assertEquals(0, study(out, words).status());
    CommandRun other = study(out, "forecast", "--steps", "61", "--arithmetic", "bfloat16");
    assertEquals(2, other.status());
    assertTrue(other.err().contains("without another command's results"), other.err());
    assertEquals(page, Files.readString(out.resolve("report.html")));
  }

  @Test
  void within_beforeTheRuns_ends() {
    WithinOption within = new WithinOption();
    try (StopCondition never = StopCondition.after(null);
        StopCondition expected = StopCondition.after(Duration.ZERO)) {
      assertEquals(1, within.inTime(never, () -> 1));
      CompletableFuture<Integer> late = new CompletableFuture<>();
      Executable tried = () -> within.inTime(expected, late::join);
      String said = assertThrows(IllegalArgumentException.class, tried).getMessage();
      assertTrue(said.startsWith("--within must leave time for runs"), said);
      late.complete(1);
      Executable failing = () -> within.inTime(never, () -> Integer.parseInt("no number"));
      assertThrows(NumberFormatException.class, failing);
    }
  }

  @Test
  void help_ofAWord_hasItsOwnOptionsOnly() {
    String help = CommandRun.of("study", "precision", "forecast", "--help").out();
    assertTrue(help.contains("--replicates"), help);
    assertFalse(help.contains("--reference"), help);
    String all = CommandRun.of("study", "precision", "--help").out();
    assertEquals(
        List.of("drift", "forecast"),
        all.lines()
            .filter(line -> line.matches("  [a-z]+  .*"))
            .map(line -> line.strip().split(" ")[0])
            .toList());
  }
}
