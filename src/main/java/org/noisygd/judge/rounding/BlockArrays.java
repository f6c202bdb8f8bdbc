// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Conversion;

/**
 * Arrays that tell conversions to block formats apart. They have blocks whose largest magnitude is
 * at or next to a power of two, the largest element, or the tie below a power of two; blocks of
 * zeros, with one outlier, and with a clamped scale. The last block is short.
 */
final class BlockArrays {
  /** How many values the last block has. */
  private static final int SHORT = 7;

  /** Quotients of nvfp4 are at least this far, in spacings, from a point where rounding changes. */
  private static final double CLEAR = 0x1p-16;

  private final Conversion to;
  private final boolean single;
  private final LongSupplier words;
  private final List<Double> values = new ArrayList<>();

  private BlockArrays(Conversion to, boolean single, LongSupplier words) {
    this.to = to;
    this.single = single;
    this.words = words;
  }

  /**
   * An array.
   *
   * @param single whether its values are in binary32
   */
  static List<Double> of(Conversion to, boolean single, LongSupplier words) {
    BlockArrays arrays = new BlockArrays(to, single, words);
    if (to.block() == Conversion.NV_BLOCK) {
      arrays.ofTwoScales();
    } else {
      arrays.ofPowersOfTwo();
    }
    return arrays.values;
  }

  private double uniform() {
    return (words.getAsLong() >>> 11) * 0x1p-53;
  }

  private double taken(double x) {
    return single ? (float) x : x;
  }

  private void ofPowersOfTwo() {
    BinaryFormat element = to.element();
    double tie = 2 - Math.scalb(1.0, -element.precision()); // to 2, by ties to even
    List<Double> telling = new ArrayList<>(TellingValues.of(element, single, words));
    java.util.Collections.shuffle(telling, new java.util.Random(words.getAsLong()));
    for (double at : List.of(1.0, element.largest(), tie)) {
      double m = Math.scalb(at, TellingValues.below(words, 40) - 20);
      block(m, telling);
      block(TellingValues.next(m, single, true), telling);
      block(TellingValues.next(m, single, false), telling);
    }
    for (int n = 0; n < 4; n++) {
      block(taken(Math.scalb(1 + uniform(), TellingValues.below(words, 60) - 30)), telling);
    }
    zeros();
    outlier(Math.scalb(1.5, TellingValues.below(words, 10)));
    int least = Math.getExponent(element.largest()) - Conversion.SCALE_EXPONENT;
    block(Math.scalb(1.5, least), telling);
    block(Math.scalb(1.75, least - 3), telling);
    if (!single) {
      block(Math.scalb(1.5, Conversion.SCALE_EXPONENT + 20), telling);
    }
    block(taken(1 + uniform()), telling);
    values.subList(values.size() - to.block() + SHORT, values.size()).clear();
  }

  /** A block with largest magnitude m and, scaled to it, numbers that tell conversions apart. */
  private void block(double m, List<Double> telling) {
    double scale = to.scale().of(m, m);
    int at = TellingValues.below(words, SHORT);
    for (int i = 0; i < to.block(); i++) {
      double v = 0;
      for (int tries = 0; v == 0 && tries < telling.size(); tries++) {
        double next = telling.get(TellingValues.below(words, telling.size())) * scale;
        v = Math.abs(next) <= m && next == taken(next) ? next : 0;
      }
      values.add(i == at ? (TellingValues.below(words, 2) == 0 ? m : -m) : v);
    }
  }

  private void zeros() {
    for (int i = 0; i < to.block(); i++) {
      values.add(i % 3 == 0 ? -0.0 : 0.0);
    }
  }

  /** A block with one number so large that the others vanish or become subnormal elements. */
  private void outlier(double m) {
    int at = TellingValues.below(words, to.block());
    for (int i = 0; i < to.block(); i++) {
      values.add(
          i == at ? m : taken(m * Math.scalb(uniform() - 0.5, -TellingValues.below(words, 24))));
    }
  }

  /** Blocks of nvfp4 without a quotient near a point where rounding changes. */
  private void ofTwoScales() {
    double m = taken(Math.scalb(1 + uniform(), TellingValues.below(words, 20) - 10));
    double g = Conversion.nvGlobal(m);
    for (int block = 0; block < 8; block++) {
      double wanted =
          block == 3
              ? m
              : taken(6 * g * Math.scalb(1 + uniform(), TellingValues.below(words, 14) - 6));
      while (wanted != m && !clear(BinaryFormat.named("e4m3"), quotient(wanted, g))) {
        wanted = taken(wanted * (1 + 0x1p-8));
      }
      if (block == 5) {
        zeros();
      } else {
        ofOneScale(Math.min(m, wanted), Conversion.nvScale(Math.min(m, wanted), g));
      }
    }
    values.subList(values.size() - to.block() + SHORT, values.size()).clear();
  }

  private void ofOneScale(double largest, double scale) {
    int at = TellingValues.below(words, SHORT);
    for (int i = 0; i < to.block(); i++) {
      double v = 0;
      while (v == 0 || !clear(to.element(), Conversion.quotient(v, scale))) {
        v = taken(largest * (2 * uniform() - 1));
      }
      values.add(i == at ? largest : v);
    }
  }

  private static Dyadic quotient(double largest, double g) {
    return Dyadic.roundToOdd(Conversion.nvQuotient(largest, g), 128);
  }

  private static boolean clear(BinaryFormat format, Dyadic quotient) {
    return isClear(format.fraction(quotient));
  }

  /** Whether a fraction is far from a value and from a tie. */
  static boolean isClear(double fraction) {
    return fraction > CLEAR && fraction < 1 - CLEAR && Math.abs(fraction - 0.5) > CLEAR;
  }
}
