// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.OneIn;
import org.noisygd.report.chart.WhatIsDrawn;

/**
 * What commands write says what it is: every field of the JSON result is named in the section of
 * its command in the note, every figure's caption and legend say what it shows, also where a study
 * is so small that little is known, and infinity is spelled in one way. The parts of {@code study
 * paper} have such a test of figures of their own.
 */
class WrittenResultsTest {
  private static final Path NOTE = Path.of("proofs-notes/json.md");

  /** The places of the axes and the quantities of a sweep. */
  private static final Path AXES = Path.of("proofs-notes/sweeps.md");

  /** Fields whose own fields are names of what was run: ops, figures, rules, axes. */
  private static final Set<String> BY_NAME = Set.of("ops", "figures");

  private static final String WRONG =
      "{'trace':1,'M':[[0]],'etaX':0.5,'etaY':0.5,'name':'wrong'}\n"
          + "{'t':0,'X':[[1]],'Y':[[1]],'noiseX':[[0]],'noiseY':[[0]]}\n"
          + "{'t':1,'X':[[1]],'Y':[[1]]}\n";

  private static final String SWEEP =
      "{'sweep':'small','fixed':{'replicates':2,'steps':60,'reference':'binary64'},"
          + "'grid':{'eta':[0.01,0.02],'arithmetic':['binary:4','binary:9']}}";

  private static final Pattern FIGURE = Pattern.compile("(?s)<svg xmlns.*?</svg>");

  @TempDir private Path directory;

  @OneIn(4)
  @ParameterizedTest
  @CsvSource({
    "Without a command, --only A.harmonic",
    "candidate, trace FILE",
    "candidate, candidate --only step -- /no/such/program",
    "candidate, candidate --only no-op -- x",
    "bound, bound dot --terms 3",
    "study precision, study precision --replicates 4 --steps 3000 --out OUT",
    "study precision, study precision --replicates 2 --steps 60 --arithmetic binary:3 --arithmetic binary:9 --out OUT",
    "study precision, study precision --replicates 1 --steps 5 --arithmetic bfloat16 --out OUT",
    "study precision, study precision --replicates 2 --steps 60 --arithmetic bfloat16",
    "study forecast, study forecast --curvature 1",
    "study sweep, study sweep SPEC --out OUT",
    "study paper, study paper --quick --replicates 2 --steps 60 --figure 1 --figure 2 --figure 4",
    "study paper, study paper --quick --replicates 2 --figure theorem1",
    "bench, bench --quick --rounds 1 --only step"
  })
  void results_ofACommand_sayWhatTheyAre(String section, String line) throws IOException {
    Path file = directory.resolve("run.jsonl");
    Files.writeString(file, WRONG.replace('\'', '"'));
    Path spec = directory.resolve("small.json");
    Files.writeString(spec, SWEEP.replace('\'', '"'));
    Path json = directory.resolve("result.json");
    Path out = directory.resolve("out");
    List<String> arguments = new ArrayList<>();
    for (String word : line.split(" ")) {
      arguments.add(
          word.replace("FILE", "" + file).replace("SPEC", "" + spec).replace("OUT", "" + out));
    }
    int options = line.contains(" -- ") ? 1 : arguments.size();
    arguments.addAll(options, List.of("--json", json.toString()));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertTrue(Files.exists(json), run.err());
    Set<String> missing = new TreeSet<>();
    String text = section(section);
    for (String name : names(new ObjectMapper().readTree(Files.readString(json)))) {
      if (!text.contains("`" + name + "`")) {
        missing.add(name);
      }
    }
    assertEquals(Set.of(), missing, line);
    if (Files.exists(out)) {
      assertFiguresSayWhatTheyShow(line, Files.readString(out.resolve("report.html")));
      assertInfinityIsSpelledInOneWay(out);
    }
  }

  @Test
  void trace_onStandardInput_isJudged() {
    CommandRun run = CommandRun.of(Main.commandLine(), WRONG.replace('\'', '"'), "trace", "-");
    assertEquals(1, run.status(), run.err());
  }

  private static void assertFiguresSayWhatTheyShow(String line, String page) {
    List<MatchResult> figures = FIGURE.matcher(page).results().toList();
    assertFalse(figures.isEmpty(), line);
    for (int k = 0; k < figures.size(); k++) {
      WhatIsDrawn.requireSaid(line + ", figure " + (k + 1), figures.get(k).group());
    }
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

  /** The text before the first section, which holds for all, and that of one. */
  private static String section(String begins) throws IOException {
    String[] sections = Files.readString(NOTE).split("\n## ", -1);
    for (int k = 1; k < sections.length; k++) {
      if (sections[k].startsWith(begins)) {
        String axes = begins.equals("study sweep") ? Files.readString(AXES) : "";
        return sections[0] + sections[k] + axes;
      }
    }
    throw new IllegalArgumentException("section must be in the note, got " + begins);
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    for (var field : node.properties()) {
      names.add(field.getKey());
      if (!field.getKey().equals("specification")) { // sweeps.md says what is in it
        names.addAll(below(field.getKey(), field.getValue()));
      }
    }
    if (node.isArray()) {
      node.forEach(one -> names.addAll(names(one)));
    }
    names.removeIf(name -> name.contains(" ")); // rules by their names
    return names;
  }

  /** The names in a field's value; those by which it is ordered are not looked for. */
  private static Set<String> below(String field, JsonNode value) {
    if (!BY_NAME.contains(field)) {
      return names(value);
    }
    Set<String> names = new TreeSet<>();
    value.properties().forEach(one -> names.addAll(below(one.getKey(), one.getValue())));
    return names;
  }
}
