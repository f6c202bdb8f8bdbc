// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.noisygd.judge.cases.NumberSource;
import org.noisygd.number.format.BinaryFormat;

/**
 * Values that distinguish roundings to a format: zero, ties and their neighbours, fractions that
 * rounding through a wider format turns into ties, subnormals, powers of two, the largest value and
 * half a spacing beyond it. Each has both signs.
 */
final class BoundaryValues {
  /** Bits of the wider formats through which a value may be rounded. */
  private static final int[] WIDER = {3, 4, 8, 11, 24};

  private static final int RANDOM = 8;

  /** Number of nonnegative numbers in 16 bits, one of which is the sign. */
  private static final long MOST_NUMBERS = 1 << 15;

  private final BinaryFormat format;
  private final SourceFormat source;
  private final Set<Double> found = new LinkedHashSet<>();

  private BoundaryValues(BinaryFormat format, SourceFormat source) {
    this.format = format;
    this.source = source;
  }

  /** Returns the values in the source format, some at random. */
  static List<Double> of(BinaryFormat format, SourceFormat source, NumberSource random) {
    BoundaryValues values = new BoundaryValues(format, source);
    values.subnormals(random);
    values.powers(random);
    values.random(random);
    values.traps(random);
    values.beyond();
    return List.copyOf(values.found);
  }

  /** Returns true if a format has at most as many numbers as 16 bits allow. */
  static boolean areFew(BinaryFormat format) {
    int binades = Math.getExponent(format.largest()) - format.minExponent() + 2;
    return Math.scalb((double) binades, format.precision() - 1) <= MOST_NUMBERS;
  }

  /**
   * Every number of a format, and both ends of each interval in which rounding gives the same
   * number: between two numbers, or on either side of their midpoint. A program that rounds these
   * correctly, and is monotonic, rounds all values correctly.
   *
   * @param source the format of the values
   * @param nearest true if the rounding changes at midpoints, false if at numbers
   */
  static List<Double> all(BinaryFormat format, SourceFormat source, boolean nearest) {
    BoundaryValues values = new BoundaryValues(format, source);
    double spacing;
    for (double x = 0; x <= format.largest(); x += spacing) {
      spacing = format.spacing(x);
      values.add(x);
      if (nearest) {
        values.around(x + spacing / 2);
      } else {
        values.add(source.next(x, true));
        values.add(source.next(x + spacing, false));
      }
    }
    return List.copyOf(values.found);
  }

  private void add(double x) {
    if (source.has(x)) {
      found.add(x);
      found.add(-x);
    }
  }

  private void around(double x) {
    add(x);
    if (source.has(x)) {
      add(source.next(x, true));
      add(source.next(x, false));
    }
  }

  private int maxExponent() {
    return Math.getExponent(format.largest());
  }

  private int exponent(NumberSource random) {
    return format.minExponent() + random.integer(maxExponent() - format.minExponent() + 1);
  }

  /** A random significand, as a whole number. */
  static double significand(BinaryFormat format, NumberSource random) {
    int least = 1 << (format.precision() - 1);
    return least + random.integer(least);
  }

  private void subnormals(NumberSource random) {
    double s = format.spacing(0);
    double normal = format.smallestNormal();
    add(0);
    add(source.next(0, true));
    add(s / 4);
    for (double multiple : new double[] {0.5, 1, 1.5, 2.5}) {
      around(multiple * s);
    }
    for (double off : new double[] {0, -0.5, -0.25, 0.5}) {
      around(normal + off * s);
    }
    for (int n = 0; n < RANDOM / 2; n++) {
      double k =
          Math.floor(significand(format, random) / (1 << random.integer(format.precision())));
      add(k * s);
      around((k + 0.5) * s);
    }
  }

  private void powers(NumberSource random) {
    int[] exponents = {
      0, format.minExponent() + 1, maxExponent(), exponent(random), exponent(random)
    };
    for (int e : exponents) {
      double power = Math.scalb(1.0, e);
      double u = format.spacing(power);
      around(power);
      around(power + u / 2);
      around(power + 1.5 * u);
      around(power - u / 4);
      add(power + u);
    }
  }

  private void random(NumberSource random) {
    for (int n = 0; n < RANDOM; n++) {
      double u = format.spacing(Math.scalb(1.0, exponent(random)));
      double k = significand(format, random);
      add(k * u);
      around((k + 0.5) * u);
      add((k + 0.25) * u);
      add((k + 0.75) * u);
      add(source.nearest((k + random.uniform()) * u));
    }
  }

  /** Adds values so close to ties that a wider format rounds them to the tie, and then wrongly. */
  private void traps(NumberSource random) {
    for (int bits : WIDER) {
      if (bits > format.precision()) {
        for (int n = 0; n < 2; n++) {
          double u = format.spacing(Math.scalb(1.0, random.integer(2)));
          double k = significand(format, random);
          double side = k % 2 == 0 ? 1 : -1;
          add((k + 0.5 + side * Math.scalb(1.0, format.precision() - bits - 2)) * u);
        }
      }
    }
  }

  private void beyond() {
    double largest = format.largest();
    double half = format.spacing(format.largest()) / 2;
    for (int n = -1; n <= 4; n++) {
      around(largest + n * half);
    }
    add(largest + half / 2);
    add(largest + 1.5 * half);
    add(2 * largest);
    add(1000 * largest);
    add(source.format().largest());
  }
}
