// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.noisygd.OneIn;
import org.noisygd.cli.PaperCommand.Part;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.Terminal;
import org.noisygd.report.chart.WhatIsDrawn;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.paper.PaperReport;
import org.noisygd.study.paper.PaperSection;

/** Every part of {@code study paper} with every option. */
class PaperPartsTest {
  /** Closed forms, which no option changes. */
  private static final List<String> CLOSED_FORMS = List.of("1", "5");

  private static final Map<String, List<String>> ALONE = new HashMap<>();

  /** More repeats than one batch of lanes has, where that takes no time. */
  private static StudyOptions options(Part part, int threads) {
    return options(part, threads, 7, 68, 24);
  }

  private static StudyOptions options(
      Part part, int threads, long seed, int replicates, long steps) {
    return new StudyOptions(
        seed,
        threads,
        true,
        OptionalInt.of(replicates),
        isCounted(part) ? OptionalLong.empty() : OptionalLong.of(steps),
        line -> {});
  }

  private static List<String> bytes(Part part, StudyOptions options) {
    List<PaperSection> sections = PaperCommand.make(List.of(part.name()), options);
    Report report = PaperReport.of(sections);
    return List.of(
        PaperReport.json(sections, options),
        report.text(new Terminal(100, false, false)),
        report.page(Provenance.of(List.of("study", "paper")), PaperReport.SENTENCE),
        report.files().entrySet().stream()
            .map(file -> file.getKey() + "\n" + said(file.getKey(), file.getValue().get()))
            .collect(Collectors.joining("\n")));
  }

  /** A file, whose caption and legend say what it shows if it is a figure. */
  private static String said(String name, String text) {
    if (name.endsWith(".svg")) {
      WhatIsDrawn.requireSaid(name, text);
    }
    return text;
  }

  /** The part that has counts alone: no columns, and three runs show no seed. */
  private static boolean isCounted(Part part) {
    return part.name().equals(PaperCommand.THEOREM1);
  }

  /** The lines of names of the CSV files of a part. */
  private static List<String> heads(String files) {
    return Pattern.compile("(?m)^([a-z0-9-]+[.]csv)\n(.*)$")
        .matcher(files)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  /** Columns do not depend on what was found, which with two repeats is often nothing. */
  @OneIn(5)
  @ParameterizedTest
  @FieldSource("org.noisygd.cli.PaperCommand#ALL")
  void make_twoRepeats_givesTheSameColumns(Part part) {
    List<String> one = heads(bytes(part, options(part, 2, 7, 2, 4)).get(3));
    assertEquals(one.isEmpty(), isCounted(part) || CLOSED_FORMS.contains(part.name()));
    assertEquals(heads(alone(part).get(3)), one);
  }

  /** The result of one thread, which every test here compares with. */
  private static List<String> alone(Part part) {
    return ALONE.computeIfAbsent(part.name(), name -> bytes(part, options(part, 1)));
  }

  @OneIn(5)
  @ParameterizedTest
  @FieldSource("org.noisygd.cli.PaperCommand#ALL")
  void make_fiveThreads_givesTheSameBytes(Part part) {
    assertEquals(alone(part), bytes(part, options(part, 5)));
  }

  /** Another seed, and other numbers of repeats and updates, are seen in the results. */
  @OneIn(5)
  @ParameterizedTest
  @FieldSource("org.noisygd.cli.PaperCommand#ALL")
  void make_otherSeedOrNumbers_givesOtherNumbers(Part part) throws IOException {
    JsonNode first = figures(part, options(part, 1, 7, 3, 24));
    assertTrue(first.size() > 0);
    if (CLOSED_FORMS.contains(part.name())) {
      assertEquals(first, figures(part, options(part, 1, 8, 4, 25)));
      return;
    }
    JsonNode other = figures(part, options(part, 1, 8, 3, 24));
    assertTrue(isCounted(part) || !first.equals(other), "seed");
    assertNotEquals(first, figures(part, options(part, 1, 7, 4, 25)), "replicates and steps");
  }

  private static JsonNode figures(Part part, StudyOptions options) throws IOException {
    String json = PaperReport.json(PaperCommand.make(List.of(part.name()), options), options);
    return new ObjectMapper().readTree(json).get("figures");
  }
}
