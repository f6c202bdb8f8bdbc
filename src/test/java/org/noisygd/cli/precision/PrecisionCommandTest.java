// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.cli.CommandRun;

/** The words for the four studies, and their older spellings. */
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
    "drift, '', --replicates 2 --steps 60, bias course results windows",
    "settled, --settled, --replicates 2 --steps 400 --eta 0.1 --sigma 0.3, settled",
    "map, --map, --replicates 1 --steps 60, map",
    "distances, --distances, --steps 2, distances"
  })
  void study_byItsWordOrItsOlderSpelling_isTheSame(
      String word, String older, String options, String tables) throws IOException {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    CommandRun byWord = study(first, (word + " " + options).split(" "));
    CommandRun byOption = study(second, (options + " " + older).strip().split(" "));
    assertEquals(0, byWord.status(), byWord.err());
    assertEquals(byWord, byOption);
    assertEquals(
        Files.readString(Path.of(first + ".json")), Files.readString(Path.of(second + ".json")));
    for (String table : tables.split(" ")) {
      String name = table + ".csv";
      assertEquals(Files.readString(first.resolve(name)), Files.readString(second.resolve(name)));
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
        "settled --reference binary64|options must be known ones, got --reference",
        "map --settled|options must be known ones, got --settled",
        "--map --precisions=3..4|--map and --precisions exclude each other",
        "--map --distances|--map and --distances exclude each other",
        "--settled --no-option|options must be known ones, got --no-option",
        "drift settled|arguments must be known ones, got settled"
      })
  void options_thatDoNotGoTogether_areRefusedInOneLine(String words, String complaint) {
    CommandRun run = CommandRun.of(("study precision " + words).split(" "));
    assertEquals(2, run.status());
    assertEquals("verify.sh: " + complaint + " (--help says more)\n", run.err());
    assertEquals("", run.out());
  }

  @Test
  void help_ofAWord_hasItsOwnOptionsOnly() {
    String help = CommandRun.of("study", "precision", "settled", "--help").out();
    assertTrue(help.contains("--replicates"), help);
    assertFalse(help.contains("--sites") || help.contains("--reference"), help);
    assertEquals(help, CommandRun.of("study", "precision", "--settled", "--help").out());
    String all = CommandRun.of("study", "precision", "--help").out();
    assertEquals(
        List.of("drift", "settled", "map", "distances", "formats"),
        all.lines()
            .filter(line -> line.matches("  [a-z]+  .*"))
            .map(line -> line.strip().split(" ")[0])
            .toList());
  }
}
