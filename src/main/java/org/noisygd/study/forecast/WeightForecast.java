// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.study.file.MatrixFile;
import org.noisygd.study.file.NamedArrays;

/**
 * The effect of one update on the weights of a file, per tensor and arithmetic.
 *
 * @param file the file, with a name in it if one was given
 * @param step the size of the update
 * @param tensors a row per tensor and arithmetic
 * @param totals a row per arithmetic, over all tensors
 * @param skipped a line per array that holds no floating-point numbers
 */
public record WeightForecast(
    String file, double step, List<Row> tensors, List<Row> totals, List<String> skipped) {
  private static final String LEGEND =
      "stagnated: the fraction of the weights that the update, of either sign, cannot move; expected step"
          + " ratio: the mean stored change over the update, 1 if nothing is lost; bits: the minimum precision,"
          + " with this rounding, for a ratio within 5% of 1 (without regard to the noise that stochastic rounding"
          + " adds). A weight is first rounded to nearest; the update is added in binary64 and stored once."
          + " Weights that are not finite, overflow, or may overflow by the update are left out."
          + " proofs-notes/start-lora.md says more.";

  /** Number of last bits of a double that are 0 for every number of binary16 and bfloat16. */
  private static final int CUT = 53 - 11;

  /** The steps of a tensor in an arithmetic. */
  record Row(String tensor, StoredSteps steps) {}

  /**
   * Reads a file, block by block. Numbers of 16 bits or fewer are counted first, so that each
   * distinct number is rounded once per tensor.
   *
   * @param path FILE, or FILE:NAME for the tensors that NAME means
   * @throws IllegalArgumentException if it has no floating-point weights, or if an arithmetic has
   *     no forecast
   */
  public static WeightForecast of(Path path, double step, List<ArithmeticName> arithmetics) {
    Require.finitePositive("step", step);
    List<Row> totals = rows("all", arithmetics, step);
    List<Row> tensors = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    NamedArrays arrays = MatrixFile.arrays(path);
    long[] counts = new long[1 << (Double.SIZE - CUT)];
    for (String name : arrays.chosen()) {
      List<Row> rows = rows(name, arithmetics, step);
      Arrays.fill(counts, 0);
      Optional<String> reason =
          arrays.read(name, (numbers, count) -> add(numbers, count, counts, rows));
      reason.ifPresent(skipped::add);
      if (reason.isEmpty()) {
        rows.forEach(row -> row.steps.add(counts, k -> Double.longBitsToDouble((long) k << CUT)));
        for (int k = 0; k < rows.size(); k++) {
          totals.get(k).steps.addAll(rows.get(k).steps);
        }
        tensors.addAll(rows);
      }
    }
    Require.that(!tensors.isEmpty(), "" + path, "hold floating-point tensors", skipped);
    return new WeightForecast("" + path, step, tensors, totals, skipped);
  }

  private static List<Row> rows(String tensor, List<ArithmeticName> arithmetics, double step) {
    return arithmetics.stream().map(name -> new Row(tensor, new StoredSteps(name, step))).toList();
  }

  private static void add(double[] numbers, int count, long[] counts, List<Row> rows) {
    double[] some = Arrays.copyOf(numbers, count);
    if (Arrays.stream(some)
        .allMatch(x -> Double.doubleToRawLongBits(x) << (Double.SIZE - CUT) == 0)) {
      for (double number : some) {
        counts[(int) (Double.doubleToRawLongBits(number) >>> CUT)]++;
      }
    } else {
      long[] ones = new long[count];
      Arrays.fill(ones, 1);
      rows.forEach(row -> row.steps.add(some, ones));
    }
  }

  /** The report of the forecast. */
  public Report report() {
    Report report =
        new Report("noisygd forecast", "Will the weights move?")
            .paragraph(
                Text.format("%s: an update of ±%s to each weight. No run was made.", file, step));
    skipped.forEach(line -> report.paragraph("Skipped: " + line + "."));
    return report.legend(LEGEND).table(table(tensors)).table(table(totals));
  }

  /** The JSON. */
  public String json() {
    return Json.text(
        Json.object()
            .put("weights", file)
            .put("step", step)
            .put("tensors", table(tensors).objects())
            .put("totals", table(totals).objects())
            .put("skipped", skipped));
  }

  private static ResultTable table(List<Row> rows) {
    return Columns.of(rows)
        .text("tensor", "Tensor", Row::tensor)
        .text("arithmetic", "Arithmetic", row -> row.steps.arithmetic.name())
        .whole("weights", "Weights", row -> row.steps.weights)
        .number("stagnated", "Stagnated", "%.4f", row -> row.steps.stagnated())
        .number("expected_step_ratio", "Expected step ratio", "%.4f", row -> row.steps.ratio())
        .optional("bits", "Bits", row -> row.steps.bits())
        .whole("not_finite", "Not finite", row -> row.steps.notFinite)
        .whole("overflowing", "Overflowing", row -> row.steps.overflowing)
        .table();
  }
}
