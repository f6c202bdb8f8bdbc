// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.judge.conversion.SourceFormat;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Conversion;

/**
 * The arrays of the vectors for conversions to blocks, deterministic. The largest magnitude of
 * short arrays is at a power of two, at the largest element, at the tie below a power of two, next
 * to these, or so large or small that the scale is clamped. Other arrays have it at each position
 * of a block, contain zeros among other values, numbers of one sign, an outlier and a short block,
 * or are about as long as a block.
 */
final class BlockValues {
  /** Minimum precision of a source that holds a position close to a tie times a scale. */
  private static final int CLOSE_BITS = 24;

  private final BinaryFormat element;
  private final SourceFormat source;
  private final List<List<Double>> arrays = new ArrayList<>();

  BlockValues(BinaryFormat element, SourceFormat source) {
    this.element = element;
    this.source = source;
  }

  private int top() {
    return Math.getExponent(element.largest());
  }

  /** The arrays for scales that are powers of two. */
  List<List<Double>> ofPowersOfTwo() {
    double largest = element.largest();
    double tie = 2 - Math.scalb(1.0, -element.precision());
    double power = Math.scalb(1.0, top());
    for (double m : List.of(1.0, power, 0x1p-9, largest, largest / 512, tie, power * tie)) {
      brief(m, m == power || m == largest);
      brief(source.next(m, true), false);
      brief(source.next(m, false), false);
    }
    int least = top() - Conversion.SCALE_EXPONENT;
    for (int e : List.of(least + 1, least, least - 1, least - 2)) {
      brief(Math.scalb(e == least ? 1 : 1.5, e), false);
    }
    brief(source.next(0, true), false);
    brief(source.format().largest(), false);
    brief(Math.scalb(1.5, Conversion.SCALE_EXPONENT), false);
    brief(Math.scalb(1.5, Conversion.SCALE_EXPONENT + top() + 1), false);
    positions();
    double tiny = 11 * element.spacing(0) / 16;
    List<Double> mixed = new ArrayList<>();
    for (int i = 0; i < Conversion.MX_BLOCK; i++) {
      mixed.add(i % 3 == 0 ? -0.0 : 0.0);
    }
    for (int i = 0; i < Conversion.MX_BLOCK; i++) {
      mixed.add(
          i == 5 ? -largest : i == 6 ? tiny : i == 7 ? 2 * tiny : i % 4 == 0 ? 0.0 : valueOrTie(i));
    }
    for (int i = 0; i < Conversion.MX_BLOCK; i++) {
      mixed.add(i == 6 ? -tiny / 4 : i == 7 ? -tiny / 2 : -Math.abs(valueOrTie(i + 1)) / 4);
    }
    for (int i = 0; i < Conversion.MX_BLOCK; i++) {
      mixed.add(i == Conversion.MX_BLOCK - 1 ? 1.5 * 0x1p12 : valueOrTie(2 * i));
    }
    mixed.addAll(List.of(-0.0, 1.0, 0.0));
    arrays.add(mixed);
    for (int size : new int[] {1, Conversion.MX_BLOCK - 1, Conversion.MX_BLOCK + 1}) {
      List<Double> some = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        some.add(valueOrTie(3 * i + 1) * (i == Conversion.MX_BLOCK ? 64 : 1));
      }
      arrays.add(some);
    }
    return arrays;
  }

  /**
   * Adds an array with a largest value and, for the rule floor, ties of elements and values at and
   * below the subnormal numbers, of both signs.
   *
   * @param more true for additional ties between small elements, with their neighbours
   */
  private void brief(double m, boolean more) {
    if (!source.has(m) || m == 0) {
      return;
    }
    double q = Math.scalb(1.0, Dyadic.of(m).leadingExponent());
    double quarter = Math.scalb(q, -element.precision() - 1);
    double s = Math.scalb(q, -top()) * element.spacing(0);
    List<Double> array = new ArrayList<>(List.of(m, -m));
    add(array, q / 2 + quarter, m, more);
    add(array, q / 2 + 3 * quarter, m, false);
    add(array, source.has(11 * s / 8) ? 11 * s / 8 : s, m, false);
    add(array, (more ? 24 : 11) * s / 16, m, false);
    if (more) {
      add(array, s / 2, m, true);
      add(array, 2 * s, m, true);
      add(array, 5 * s / 2, m, true);
    }
    arrays.add(array);
  }

  /** Adds a value of both signs, optionally with its neighbours. */
  private void add(List<Double> array, double v, double m, boolean neighbours) {
    if (v == 0 || v > m || !source.has(v)) {
      return;
    }
    array.addAll(List.of(v, -v));
    if (neighbours) {
      double up = source.next(v, true);
      double down = source.next(v, false);
      array.addAll(List.of(up, -up, down, -down));
    }
  }

  /** A value of an element or a tie of elements, of either sign. */
  private double valueOrTie(int i) {
    long last = RoundingTarget.code(element, element.largest());
    double x = RoundingTarget.value(element, 5L * i % last);
    double v = x + (i % 3) * element.spacing(x) / 4;
    return i % 2 == 0 ? v : -v;
  }

  private void positions() {
    List<Double> array = new ArrayList<>();
    for (int block = 0; block <= Conversion.MX_BLOCK; block++) {
      boolean last = block == Conversion.MX_BLOCK;
      for (int i = 0; i < (last ? 7 : Conversion.MX_BLOCK); i++) {
        boolean most = i == (last ? 3 : block);
        double sign = (block + i) % 2 == 0 ? 1 : -1;
        array.add(sign * Math.scalb(most ? 6.0 : 2.0, block % 5));
      }
    }
    arrays.add(array);
  }

  /**
   * The arrays for {@code nvfp4}: blocks with b u/4 or 3 u/4 above a value of e4m3, u its spacing,
   * and elements as far from values of e2m1, so no quotient is near a boundary of rounding.
   */
  List<List<Double>> ofTwoScales() {
    twoScales(336);
    twoScales(source.nearest(1.5 + 0x1p-20));
    arrays.add(List.of(0.0, -0.0, 0.0));
    return arrays;
  }

  private void twoScales(double largest) {
    BinaryFormat e4m3 = BinaryFormat.named("e4m3");
    double g = Conversion.nvGlobal(largest);
    List<Double> array = new ArrayList<>();
    for (int block = 0; block <= Conversion.NV_BLOCK; block++) {
      double b = RoundingTarget.value(e4m3, block == 2 ? 0 : 7L * block + 2);
      double m =
          block == 0
              ? largest
              : block == 1 ? 0 : source.nearest(6 * g * (b + offset(block - 2) * e4m3.spacing(b)));
      double scale = Conversion.nvScale(m, g);
      for (int i = 0; i < (block == Conversion.NV_BLOCK ? 7 : Conversion.NV_BLOCK); i++) {
        double e = RoundingTarget.value(element, (i + block) % 7);
        double v = source.nearest((e + offset(i / 2) * element.spacing(e)) * scale);
        boolean most = i == block % 7 || (block < Conversion.NV_BLOCK && i == block);
        array.add(most ? (block / 2 % 2 == 0 ? m : -m) : i % 5 == 4 ? -0.0 : i % 2 == 0 ? v : -v);
      }
    }
    arrays.add(array);
  }

  /** An offset between two numbers, in spacings. */
  private double offset(int i) {
    double near = source.format().precision() < CLOSE_BITS ? 0.25 : 0.5 - 0x1p-15;
    return switch (i % 4) {
      case 0 -> 0.25;
      case 1 -> 1 - near;
      case 2 -> near;
      default -> 0.75;
    };
  }
}
