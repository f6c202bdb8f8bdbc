// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.judge.cases.NumberSource;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Conversion;

/**
 * Arrays that distinguish conversions to block formats. They have blocks whose largest magnitude is
 * at or next to a power of two, the largest element, or the tie below a power of two; blocks of
 * zeros, of one sign, with some zeros, with one outlier, and with a clamped scale. The last block
 * is short.
 */
final class BlockArrays {
  private static final int SHORT = 7;

  /** Number of small values of two kinds in a block; the largest value may replace one of them. */
  private static final int SMALL = 4;

  /** Minimum distance, in spacings, of quotients of nvfp4 from a point where rounding changes. */
  private static final double CLEAR = 0x1p-16;

  private final Conversion to;
  private final SourceFormat source;
  private final NumberSource random;
  private final List<Double> values = new ArrayList<>();

  /** Bound on the random index of a block's largest number; a maximum over a part may miss it. */
  private int positions;

  private BlockArrays(Conversion to, SourceFormat source, NumberSource random) {
    this.to = to;
    this.source = source;
    this.random = random;
    positions = to.block();
  }

  /** Returns an array of values of the source format. */
  static List<Double> of(Conversion to, SourceFormat source, NumberSource random) {
    BlockArrays arrays = new BlockArrays(to, source, random);
    if (to.block() == Conversion.NV_BLOCK) {
      arrays.ofTwoScales();
    } else {
      arrays.ofPowersOfTwo();
    }
    List<Double> values = arrays.values;
    values.subList(values.size() - to.block() + SHORT, values.size()).clear();
    return values;
  }

  private void ofPowersOfTwo() {
    BinaryFormat element = to.element();
    double tie = 2 - Math.scalb(1.0, -element.precision()); // to 2, by ties to even
    List<Double> boundary = new ArrayList<>(BoundaryValues.of(element, source, random));
    java.util.Collections.shuffle(boundary, new java.util.Random(random.word()));
    for (double at : List.of(1.0, element.largest(), tie)) {
      double m = Math.scalb(at, (random.integer(40) + 29) % 49 - 24); // not near 1
      block(m, boundary);
      block(source.next(m, true), boundary);
      block(source.next(m, false), boundary);
    }
    for (int n = 0; n < 4; n++) {
      double m = 1 + (n + random.uniform()) / 4; // one in each quarter of a binade
      block(source.nearest(Math.scalb(m, random.integer(60) - 30)), boundary);
    }
    zeros();
    outlier(Math.scalb(1.5, random.integer(10)));
    int least = Math.getExponent(element.largest()) - Conversion.SCALE_EXPONENT;
    block(Math.scalb(1.5, least), boundary);
    block(Math.scalb(1.75, least - 3), boundary);
    if (source == SourceFormat.BINARY64) {
      block(Math.scalb(1.5, Conversion.SCALE_EXPONENT + 20), boundary);
    }
    for (int kind = 0; kind < 3; kind++) {
      block(source.nearest(1 + random.uniform()), boundary);
      changeLast(kind);
    }
    positions = SHORT;
    block(source.nearest(1 + random.uniform()), boundary);
  }

  /**
   * Adds a block of largest magnitude m, with boundary values scaled to it. They include the
   * smallest number, which a larger scale changes, and 1.5 times that number, which a smaller scale
   * does not change.
   */
  private void block(double m, List<Double> boundary) {
    if (!source.has(m) || m == 0) {
      return;
    }
    double scale = to.scale().of(m, m);
    int at = random.integer(positions);
    for (int i = 0; i < to.block(); i++) {
      double v = 0;
      for (int tries = 0; v == 0 && tries < boundary.size(); tries++) {
        double element =
            i < SMALL && tries == 0
                ? (1 + i % 2 / 2.0) * to.element().spacing(0)
                : boundary.get(random.integer(boundary.size()));
        double next = element * scale;
        v = Math.abs(next) <= m && next == source.nearest(next) ? next : 0;
      }
      values.add(i == at ? (random.integer(2) == 0 ? m : -m) : v);
    }
  }

  /** Makes the last block's numbers negative or positive, or some of them zeros. */
  private void changeLast(int kind) {
    List<Double> block = values.subList(values.size() - to.block(), values.size());
    double most = block.stream().mapToDouble(Math::abs).max().orElse(0);
    block.replaceAll(
        v ->
            switch (kind) {
              case 0 -> -Math.abs(v);
              case 1 -> Math.abs(v);
              default ->
                  2 * Math.abs(v) < most && random.integer(2) == 0 ? Math.copySign(0.0, v) : v;
            });
  }

  private void zeros() {
    for (int i = 0; i < to.block(); i++) {
      values.add(i % 3 == 0 ? -0.0 : 0.0);
    }
  }

  /** Adds a block in which one number is so large that the others become zero or subnormal. */
  private void outlier(double m) {
    int at = random.integer(to.block());
    for (int i = 0; i < to.block(); i++) {
      values.add(
          i == at
              ? m
              : source.nearest(m * Math.scalb(random.uniform() - 0.5, -random.integer(24))));
    }
  }

  /** Adds blocks of nvfp4 whose quotients are far from all values and ties. */
  private void ofTwoScales() {
    double m = source.nearest(Math.scalb(1 + random.uniform(), random.integer(20) - 10));
    double g = Conversion.nvGlobal(m);
    BinaryFormat scales = BinaryFormat.named("e4m3");
    for (int block = 0; block < 8; block++) {
      positions = block < 7 ? to.block() : SHORT;
      double wanted =
          block == 3
              ? m
              : source.nearest(6 * g * Math.scalb(1 + random.uniform(), random.integer(14) - 6));
      while (wanted != m
          && !isClear(scales.fraction(Dyadic.roundToOdd(Conversion.nvQuotient(wanted, g), 128)))) {
        wanted = source.nearest(wanted * (1 + 0x1p-8));
      }
      if (block == 5) {
        zeros();
      } else {
        ofOneScale(Math.min(m, wanted), Conversion.nvScale(Math.min(m, wanted), g));
      }
      if (block == 1 || block == 2 || block == 4) {
        changeLast(block / 2);
      }
    }
  }

  private void ofOneScale(double largest, double scale) {
    int at = random.integer(positions);
    for (int i = 0; i < to.block(); i++) {
      double v = 0;
      while (v == 0 || !isClear(to.element().fraction(Conversion.quotient(v, scale)))) {
        v = source.nearest(largest * (2 * random.uniform() - 1));
      }
      values.add(i == at ? largest : v);
    }
  }

  /** Returns true if a fraction is far from a value and from a tie. */
  static boolean isClear(double fraction) {
    return fraction > CLEAR && fraction < 1 - CLEAR && Math.abs(fraction - 0.5) > CLEAR;
  }
}
