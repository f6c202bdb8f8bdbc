// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.noisygd.judge.conversion.SourceFormat;
import org.noisygd.number.format.BinaryFormat;

/**
 * The magnitudes of the vectors for conversions, deterministic. With u the spacing above a number x
 * of the format, they are, if the source has them:
 *
 * <ul>
 *   <li>every number of a format of up to 8 bits; of a larger format the numbers with the
 *       significands and exponents below, including the largest;
 *   <li>for each of them the tie x + u / 2 and its two neighbours in the source;
 *   <li>for each power of two, each subnormal number and each number of a larger format also the
 *       neighbours of x, x + u / 4 and x + 3 u / 4;
 *   <li>for 1 and the next number, x + u / 2 plus and minus u / 2^j, for double rounding;
 *   <li>a quarter of the smallest number, and the smallest number of the source; numbers and ties
 *       beyond the largest number, some powers of two, the largest number of the source.
 * </ul>
 */
final class RoundingValues {
  /** Maximum number of non-negative codes of a small format: 8 bits. */
  private static final int FEW = 256;

  private static final int[] SHIFTS = {2, 3, 4, 6, 8, 12, 16, 20, 24, 28, 32, 40, 48};

  private final BinaryFormat to;
  private final SourceFormat source;
  private final SortedSet<Double> found = new TreeSet<>();

  private RoundingValues(BinaryFormat to, SourceFormat source) {
    this.to = to;
    this.source = source;
  }

  /** The magnitudes, in ascending order. */
  static List<Double> of(BinaryFormat to, SourceFormat source) {
    RoundingValues values = new RoundingValues(to, source);
    boolean all = RoundingTarget.code(to, to.largest()) < FEW;
    for (double x : all ? values.every() : values.some()) {
      values.at(x, !all || values.isBoundary(x));
    }
    values.ends();
    return List.copyOf(values.found);
  }

  private List<Double> every() {
    List<Double> numbers = new ArrayList<>();
    for (long code = 0; code <= RoundingTarget.code(to, to.largest()); code++) {
      numbers.add(RoundingTarget.value(to, code));
    }
    return numbers;
  }

  /** Returns true if a number is a power of two or subnormal. */
  private boolean isBoundary(double x) {
    return x < to.smallestNormal() || x == Math.scalb(1.0, Math.getExponent(x));
  }

  private List<Double> some() {
    long least = 1L << (to.precision() - 1);
    List<Double> numbers = new ArrayList<>();
    for (long k : new long[] {0, 1, 2, 3, least / 3, least / 2, least - 2, least - 1}) {
      numbers.add((double) k * to.spacing(0));
    }
    int most = Math.getExponent(to.largest());
    for (int e : List.of(to.minExponent(), to.minExponent() + 1, -1, 0, most - 1, most)) {
      double u = to.spacing(Math.scalb(1.0, e));
      for (long k : new long[] {0, 1, least / 3, least / 2, least - 2, least - 1}) {
        numbers.add((double) (least + k) * u);
      }
    }
    return numbers;
  }

  private void add(double x) {
    if (source.has(x)) {
      found.add(x);
    }
  }

  private void around(double x) {
    add(x);
    if (source.has(x) && x > 0) {
      add(source.next(x, true));
      add(source.next(x, false));
    }
  }

  private void at(double x, boolean boundary) {
    double u = to.spacing(x);
    add(x);
    around(x + u / 2);
    if (boundary) {
      around(x);
      add(x + u / 4);
      add(x + 3 * u / 4);
    }
    if (x == 1 || x == 1 + to.spacing(1)) {
      for (int j : SHIFTS) {
        add(x + u / 2 + Math.scalb(u, -j));
        add(x + u / 2 - Math.scalb(u, -j));
      }
    }
  }

  private void ends() {
    add(to.spacing(0) / 4);
    add(source.next(0, true));
    double largest = to.largest();
    double u = to.spacing(largest);
    around(largest);
    around(largest + u);
    around(largest + 3 * u / 2);
    add(largest + u / 4);
    add(largest + 3 * u / 4);
    double power = Math.scalb(1.0, Math.getExponent(largest));
    add(2 * power);
    add(4 * power);
    add(1024 * power);
    add(source.format().largest());
  }
}
