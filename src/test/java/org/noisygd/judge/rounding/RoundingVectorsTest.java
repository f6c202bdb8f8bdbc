// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.OneIn;
import org.noisygd.number.format.Rounding.Directed;

/**
 * Cross-check: a file of {@code golden/rounding} shows each mistake of the catalogue that random
 * telling values show, for every rounding and overflow.
 */
class RoundingVectorsTest {
  private static final long SEED = 20210224;

  /** How many arrays of random telling values say whether a mistake is one. */
  private static final int ARRAYS = 12;

  /** Two units of binary32, which the judge allows in nvfp4. */
  private static final double LOOSE = 0x1p-22;

  /** The formats of the report whose like among the formats of the op has the same last places. */
  private static final List<String> OF_REPORT =
      List.of("Binary4p2sf", "Binary8p2se", "Binary8p3se", "Binary8p4se", "Binary8p4sf");

  /** What one file tells. */
  record Vectors(String format, Source from) {
    private List<JsonNode> lines() throws IOException {
      Path file =
          Path.of(
              "golden/rounding",
              format.replaceFirst("/.*", "").replace(':', '_')
                  + "-from-"
                  + from.label()
                  + ".jsonl");
      List<JsonNode> lines = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        lines.add(new ObjectMapper().readTree(line));
      }
      return lines;
    }

    /** The op's name of the format or, for one of the report, of the one with its exponents. */
    String to() throws IOException {
      JsonNode header = lines().get(0);
      return !OF_REPORT.contains(format)
          ? format
          : String.format(
              "float:%d:%d:%d",
              header.get("precision").asInt(),
              header.get("minExponent").asInt(),
              Math.getExponent(Double.parseDouble(header.get("largest").asText())));
    }

    /** The arrays of a file of blocks; else one with its finite values, of both signs. */
    List<List<Double>> arrays() throws IOException {
      Stream<String> rows = lines().stream().skip(1).map(row -> row.get(0).asText());
      return hasBlocks()
          ? rows.map(row -> Stream.of(row.split(" ")).map(Double::parseDouble).toList()).toList()
          : List.of(
              rows.filter(literal -> literal.startsWith("0x"))
                  .map(Double::parseDouble)
                  .flatMap(x -> Stream.of(x, -x))
                  .toList());
    }

    private boolean hasBlocks() {
      return format.contains("mxfp") || format.equals("nvfp4");
    }

    List<List<Double>> random(RoundingTask.Setting setting) {
      SplittableRandom random = new SplittableRandom(SEED);
      return IntStream.range(0, ARRAYS)
          .mapToObj(
              n ->
                  hasBlocks()
                      ? BlockArrays.of(setting.conversion(), from, random::nextLong)
                      : TellingValues.of(setting.conversion().element(), from, random::nextLong))
          .toList();
    }

    /** The mistakes of the catalogue that these values miss and random ones show. */
    List<String> missed(List<List<Double>> arrays, List<Directed> modes) throws IOException {
      List<String> missed = new ArrayList<>();
      int caught = 0;
      for (Directed mode : modes) {
        for (String overflow : RoundingCases.overflows(to())) {
          RoundingTask.Setting setting =
              new RoundingTask.Setting(from.label(), to(), mode.label(), overflow);
          List<RoundingTask> told = tasks(setting, arrays);
          List<RoundingTask> random = tasks(setting, random(setting));
          for (RoundingFault fault : RoundingFaults.of(setting)) {
            if (shows(told, fault)) {
              caught++;
            } else if (shows(random, fault)) {
              missed.add(mode + " " + overflow + " " + fault.mistakes());
            }
          }
        }
      }
      System.out.println(this + ": " + caught + " mistakes caught, " + missed.size() + " missed");
      return missed;
    }
  }

  private static List<RoundingTask> tasks(RoundingTask.Setting setting, List<List<Double>> arrays) {
    return arrays.stream().map(values -> new RoundingTask(setting, values)).toList();
  }

  static List<Vectors> vectors() {
    List<Vectors> all = new ArrayList<>();
    for (String to : RoundingCases.FORMATS) {
      for (Source from : Source.values()) {
        if (RoundingCases.isNarrower(to, from)) {
          all.add(new Vectors(to, from));
        }
      }
    }
    for (String to : OF_REPORT) {
      for (Source from : Source.values()) {
        all.add(new Vectors(to, from));
      }
    }
    return all;
  }

  static List<Vectors> blocks() {
    return RoundingCases.BLOCK_FORMATS.stream()
        .flatMap(to -> Stream.of(Source.values()).map(from -> new Vectors(to, from)))
        .filter(v -> !v.format.equals("nvfp4") || v.from.precision() > Source.BINARY16.precision())
        .toList();
  }

  @OneIn(5)
  @ParameterizedTest
  @MethodSource("vectors")
  void file_eachMistakeOfTheCatalogue_isCaught(Vectors vectors) throws IOException {
    assertEquals(List.of(), vectors.missed(vectors.arrays(), List.of(Directed.values())));
  }

  @OneIn(11)
  @ParameterizedTest
  @MethodSource("blocks")
  void blocks_eachMistakeOfTheCatalogue_isCaught(Vectors vectors) throws IOException {
    assertEquals(List.of(), vectors.missed(vectors.arrays(), List.of(Directed.values())));
  }

  @Test
  void file_withoutLargeValues_missesMistakes() throws IOException {
    Vectors vectors = new Vectors("bfloat16", Source.BINARY32);
    List<Double> few = vectors.arrays().get(0).stream().filter(x -> Math.abs(x) < 1).toList();
    assertFalse(vectors.missed(List.of(few), List.of(Directed.NEAREST)).isEmpty());
  }

  private static boolean shows(List<RoundingTask> tasks, RoundingFault fault) {
    return tasks.stream().anyMatch(task -> shows(task, fault));
  }

  /** Whether a number is wrong; not if the fault cannot be computed for these values. */
  private static boolean shows(RoundingTask task, RoundingFault fault) {
    Converted.Numbers wrong;
    try {
      wrong = fault.on(task);
    } catch (ArithmeticException e) {
      return false;
    }
    Directed mode = task.setting().directed();
    return IntStream.range(0, task.size())
        .filter(i -> !task.isLoose() || BlockArrays.isClear(task.fraction(i)))
        .anyMatch(
            i -> {
              double due = task.rounded(i, mode, 0);
              double got = wrong.of(i);
              double allowed = task.isLoose() ? Math.abs(due) * LOOSE : 0;
              return !(Math.abs(due - got) <= allowed) && Double.compare(due, got) != 0;
            });
  }
}
