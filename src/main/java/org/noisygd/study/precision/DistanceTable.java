// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.report.Terminal;
import org.noisygd.study.precision.DistanceResult.OfArithmetic;
import org.noisygd.study.precision.DistanceResult.Point;

/** Distances between trajectories as text and as comma-separated values. */
public final class DistanceTable {
  private static final MathContext SHORT = new MathContext(3, RoundingMode.UP);

  private DistanceTable() {}

  /** The table, one line an arithmetic, each ended by a line feed. */
  public static String of(DistanceResult result) {
    StringBuilder text = new StringBuilder(heading(result)).append("\n\n");
    text.append(row("arithmetic", "largest distance", "bound", "bound/distance", "within"));
    for (OfArithmetic one : result.results()) {
      Point last = one.last();
      text.append(
          row(one.arithmetic(), number(last.distance()), bound(last), ratio(last), within(one)));
    }
    text.append('\n');
    for (String line : Terminal.wrap(legend(result), 100)) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  /** The study in a sentence. */
  static String heading(DistanceResult result) {
    Experiment setting = result.setting();
    return String.format(
        Locale.ROOT,
        "Setting %s: %d x %d, rank %d, eta %s and %s, sigma %.6g and %.6g; %d replicates of %,d updates,"
            + " seed %d, beside a run in %s.",
        setting.name(),
        setting.d1(),
        setting.d2(),
        setting.r(),
        setting.etaX(),
        setting.etaY(),
        setting.sigmaX(),
        setting.sigmaY(),
        result.replicates(),
        result.steps(),
        result.seed(),
        result.reference());
  }

  /** What the columns are. */
  static String legend(DistanceResult result) {
    return "At step "
        + result.steps()
        + ": the largest distance of a replicate's (X, Y) from that of "
        + result.reference()
        + " under the same noise (Frobenius norm, exact until it is printed); the bound that Jacobians"
        + " of the update and the one-step rounding bounds give; the least bound over distance of a"
        + " replicate; within: whether every distance at every step is within its bound.";
  }

  /** Three digits, rounded up. */
  static String number(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    BigDecimal rounded = value.round(SHORT);
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.scaleByPowerOfTen(-exponent).setScale(2, RoundingMode.UP).toPlainString()
        + "e"
        + exponent;
  }

  static String bound(Point point) {
    return point.bound().map(DistanceTable::number).orElse("says nothing");
  }

  static String ratio(Point point) {
    return point.leastRatio().isPresent()
        ? String.format(Locale.ROOT, "%.4g", point.leastRatio().getAsDouble())
        : "-";
  }

  static String within(OfArithmetic one) {
    return one.firstBeyond().isPresent() ? "not at step " + one.firstBeyond().getAsLong() : "yes";
  }

  private static String row(String name, String... cells) {
    return String.format(
                Locale.ROOT, "%-16s%18s%16s%17s  %s", name, cells[0], cells[1], cells[2], cells[3])
            .stripTrailing()
        + "\n";
  }

  /** One line an arithmetic and step; an empty field is a number that there is not. */
  public static String csv(DistanceResult result) {
    StringBuilder csv = new StringBuilder("arithmetic,step,distance,bound,least_ratio\n");
    for (OfArithmetic one : result.results()) {
      for (Point point : one.course()) {
        csv.append(one.arithmetic())
            .append(',')
            .append(point.step())
            .append(',')
            .append(point.distance())
            .append(',')
            .append(point.bound().map(BigDecimal::toString).orElse(""))
            .append(',')
            .append(
                point.leastRatio().isPresent()
                    ? String.valueOf(point.leastRatio().getAsDouble())
                    : "")
            .append('\n');
      }
    }
    return csv.toString();
  }
}
