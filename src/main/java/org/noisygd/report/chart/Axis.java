// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.noisygd.number.Require;
import org.noisygd.number.Text;

/**
 * An axis; values outside its range are not drawn.
 *
 * @param label the quantity, with its unit if it has one
 * @param min the smallest value shown
 * @param max the largest value shown
 * @param logarithmic true if equal lengths are equal ratios; both ends are then positive
 * @param names the names for an axis of names, where name k has the values from k to k + 1; else
 *     empty
 */
public record Axis(String label, double min, double max, boolean logarithmic, List<String> names) {
  /** Approximate number of marks of an axis. */
  private static final int MARKS = 6;

  /** The fraction of the data's range that stays empty at either end. */
  private static final double ROOM = 0.04;

  /** Relative tolerance of positions: invisible, but far above rounding errors. */
  private static final double HAIR = 1e-9;

  private static final int[] DIGITS = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  /** Checks the range. */
  public Axis {
    Require.that(min < max && (!logarithmic || min > 0), "axis", "have a range", min + ".." + max);
    names = List.copyOf(names);
  }

  /** An axis of numbers. */
  public Axis(String label, double min, double max, boolean logarithmic) {
    this(label, min, max, logarithmic, List.of());
  }

  /** An axis of names. */
  public static Axis ofNames(String label, List<String> names) {
    return new Axis(label, 0, names.size(), false, names);
  }

  /**
   * An axis over all points and ranges of some series.
   *
   * @param horizontal true for their first coordinate, false for their second
   */
  public static Axis fitted(
      String label, boolean horizontal, List<Series> series, boolean logarithmic) {
    return over(label, series.stream().flatMapToDouble(one -> one.along(horizontal)), logarithmic);
  }

  /**
   * An axis over the finite values, or on a logarithmic axis the positive ones, with a margin.
   * Without values it has one unit around 0 or 1.
   */
  public static Axis over(String label, DoubleStream values, boolean logarithmic) {
    DoubleSummaryStatistics shown =
        values
            .filter(value -> Double.isFinite(value) && (!logarithmic || value > 0))
            .summaryStatistics();
    double least = shown.getMin();
    double most = shown.getMax();
    if (!(least <= most)) {
      least = logarithmic ? 1 : 0;
      most = least;
    }
    double factor = Math.max(1.1, StrictMath.pow(most / least, ROOM));
    double room = most > least ? ROOM * (most - least) : Math.max(1, Math.abs(most)) / 2;
    return logarithmic
        ? new Axis(label, least / factor, most * factor, true)
        : new Axis(label, least - room, most + room, false);
  }

  /** The position of a value, 0 at min and 1 at max. */
  double position(double value) {
    return logarithmic
        ? StrictMath.log(value / min) / StrictMath.log(max / min)
        : (value - min) / (max - min);
  }

  /** Returns true if a value is in the range; false for NaN and a number without a logarithm. */
  boolean contains(double value) {
    return value >= min - HAIR * Math.abs(min) && value <= max + HAIR * Math.abs(max);
  }

  /** The positions of marks: middles of names, powers of ten, or about six round values. */
  List<Double> ticks() {
    if (!names.isEmpty()) {
      return IntStream.range(0, names.size()).mapToObj(k -> k + 0.5).toList();
    }
    if (logarithmic) {
      List<Double> powers = multiples(1);
      if (powers.size() < 2) {
        List<Double> few = multiples(1, 2, 5);
        List<Double> more = multiples(DIGITS);
        return few.size() > 1 ? few : more.size() > 1 ? more : roundValues();
      }
      int stride = (powers.size() + MARKS - 2) / MARKS;
      return IntStream.iterate(0, k -> k < powers.size(), k -> k + stride)
          .mapToObj(powers::get)
          .toList();
    }
    return roundValues();
  }

  private List<Double> roundValues() {
    List<Double> ticks = new ArrayList<>();
    double rough = (max - min) / MARKS;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    double step = rough / power > 5 ? 10 * power : rough / power > 2 ? 5 * power : 2 * power;
    for (double k = Math.ceil(min / step - HAIR); k * step <= max + HAIR * step; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  /**
   * The positions of marks without text: on a logarithmic axis the multiples of powers of ten, or
   * the powers themselves if not all of them have a text.
   */
  List<Double> minorTicks() {
    List<Double> ticks = ticks();
    if (!logarithmic) {
      return List.of();
    }
    boolean skipsPowers = ticks.size() > 1 && ticks.get(1) / ticks.get(0) > 11;
    List<Double> minor = skipsPowers ? multiples(1) : multiples(DIGITS);
    minor.removeAll(ticks);
    return minor;
  }

  /** The multiples of the powers of ten in the range. */
  private List<Double> multiples(int... digits) {
    List<Double> multiples = new ArrayList<>();
    int first = (int) Math.floor(StrictMath.log10(min));
    int last = (int) Math.ceil(StrictMath.log10(max));
    for (int k = first; k <= last; k++) {
      for (int digit : digits) {
        double multiple = digit * StrictMath.pow(10, k);
        if (contains(multiple)) {
          multiples.add(multiple);
        }
      }
    }
    return multiples;
  }

  /** The text of a mark. */
  String format(double tick) {
    if (!names.isEmpty()) {
      return names.get((int) tick);
    }
    if (logarithmic && (min < 1e-3 || max > 1e5)) {
      double exponent = StrictMath.log10(tick);
      if (Math.abs(exponent - Math.rint(exponent)) < HAIR && tick != 1 && tick != 10) {
        return "10^" + Math.round(exponent);
      }
    }
    double largest = logarithmic ? tick : Math.max(Math.abs(min), Math.abs(max));
    if (largest < 1e-3 || largest >= 1e9) {
      return tick == 0
          ? "0"
          : Text.format("%.2e", tick).replaceAll("\\.?0*e\\+?(-?)0?", " x 10^$1");
    }
    String text =
        Text.format(Math.max(-min, max) < 1e4 ? "%.6f" : "%,.6f", tick).replaceAll("\\.?0+$", "");
    return text.equals("-0") ? "0" : text;
  }
}
