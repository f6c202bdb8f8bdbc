// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.cli.CommandRun;
import org.noisygd.report.chart.WhatIsDrawn;

/**
 * Every figure of every study but the paper's, whose parts have such a test of their own: its
 * caption and its legend say what it shows, also where a study is so small that little is known.
 */
class CaptionsTest {
  private static final Pattern FIGURE = Pattern.compile("(?s)<svg xmlns.*?</svg>");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "study precision drift --replicates 4 --steps 3000",
        "study precision drift --replicates 2 --steps 60 --arithmetic binary:3 --arithmetic binary:9",
        "study precision drift --replicates 1 --steps 5 --arithmetic bfloat16",
        "study precision settled --replicates 2 --steps 400 --eta 0.1 --sigma 0.3",
        "study precision formats --replicates 2 --steps 100",
        "study sweep SWEEP --report",
        "--only A.harmonic"
      })
  void figures_ofAStudy_sayWhatTheyShow(String words) throws IOException {
    Path sweep =
        Files.writeString(
            directory.resolve("sweep.json"),
            "{\"sweep\":\"a\",\"fixed\":{\"replicates\":2,\"steps\":50,\"reference\":\"binary64\"},"
                + "\"grid\":{\"eta\":[0.01,0.02],\"precision\":[4,9]},\"record\":[\"driftRatio\","
                + "\"driftRatioLow\",\"driftRatioHigh\"]}");
    Path out = directory.resolve("out");
    CommandRun run =
        CommandRun.of((words.replace("SWEEP", "" + sweep) + " --out " + out).split(" "));
    assertEquals(0, run.status(), run.err());
    Matcher figure = FIGURE.matcher(Files.readString(out.resolve("report.html")));
    int figures = 0;
    while (figure.find()) {
      WhatIsDrawn.requireSaid(words + ", figure " + ++figures, figure.group());
    }
    assertTrue(figures > 0, "figures");
    assertInfinityIsSpelledInOneWay(out);
  }

  /** No number is spelled otherwise, and no end of an interval is left out. */
  private static void assertInfinityIsSpelledInOneWay(Path out) throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        List<String> lines = Files.readAllLines(file);
        String[] head = lines.get(0).split(",", -1);
        for (String line : lines) {
          assertFalse(line.matches("(?i).*\\b(nan|inf|\u221e)\\b.*"), file + ": " + line);
          String[] cells = line.split(",", -1);
          for (int k = 0; k < head.length; k++) {
            if (head[k].equals("drift_ratio_low") || head[k].equals("drift_ratio_high")) {
              assertFalse(cells[k].isEmpty(), file + ": " + line);
            }
          }
        }
      }
    }
  }
}
