// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.util.List;
import java.util.function.LongSupplier;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;

/**
 * A conversion of numbers to a format, or to a block format: with s the scale of a value's block,
 * the value v becomes s times v / s rounded to the format of the elements. Without blocks s = 1.
 *
 * <p>Every step is exact or rounded once. A scale that is a power of two makes v / s dyadic; any
 * other quotient is rounded to odd at {@link #QUOTIENT_BITS} bits. A later rounding that uses at
 * most 64 bits below an element's ulp then gives the same result as for the exact quotient.
 *
 * <p>The block formats, with m a block's largest magnitude, e the exponent of the element's largest
 * value L and p its significand bits. Elements beyond L become L. A block of zeros is zeros.
 *
 * <pre>
 *   mxfp8-e4m3, mxfp8-e5m2, mxfp6-e3m2, mxfp6-e2m3, mxfp4     32 values, s = 2^k, k in -127..127,
 *     /floor   k = floor(log2 m) - e
 *     /ceil    k = ceil(log2 m) - e
 *     /even    k = floor(log2 m') - e,  m' = m rounded to p bits, ties to even
 *     /rceil   k = ceil(log2(m / L))
 *   nvfp4      16 values of e2m1, s = b g,  g = binary32(M / 2688),  b = e4m3(m / (6 g)) up to 448,
 *              M the array's largest magnitude
 * </pre>
 *
 * Source: OCP Microscaling Formats, version 1.0 (the scale's format and the rule {@code floor}).
 *
 * @param name the name of the conversion
 * @param element the format of the elements
 * @param block the values of a block; the last block of an array may have fewer
 * @param scale the scale of a block that is not all zeros
 */
public record Conversion(String name, BinaryFormat element, int block, Scale scale) {

  /** The scale of a block, from the largest magnitudes of the block and of the array. */
  @FunctionalInterface
  public interface Scale {
    /** The scale; if it underflows to 0, the block becomes zeros. */
    double of(double largestOfBlock, double largestOfArray);
  }

  /** Maximum exponent of a scale of 8 exponent bits (E8M0); the minimum is its negative. */
  public static final int SCALE_EXPONENT = 127;

  /** The names of OCP MX formats, without the rule for scales. */
  public static final List<String> MX =
      List.of("mxfp8-e4m3", "mxfp8-e5m2", "mxfp6-e3m2", "mxfp6-e2m3", "mxfp4");

  /** Number of values per block of OCP MX. */
  public static final int MX_BLOCK = 32;

  /** Number of values per block of nvfp4. */
  public static final int NV_BLOCK = 16;

  private static final int QUOTIENT_BITS = 128; // at least 50 + 64 + 2

  private static final BinaryFormat BINARY32 = BinaryFormat.named("binary32").saturating();

  private static final BinaryFormat E4M3 = BinaryFormat.named("e4m3").saturating();

  /** 6 times 448, the largest values of e2m1 and e4m3. */
  private static final int NV_RANGE = 2688;

  /**
   * The conversion to the format with this name.
   *
   * @param to the name of the format in the protocol
   * @param saturates true if values beyond the largest become the largest, as always in blocks
   * @throws IllegalArgumentException with a message of one line if there is none
   */
  public static Conversion of(String to, boolean saturates) {
    if (to.equals("nvfp4")) {
      return new Conversion(
          to, BinaryFormat.named("e2m1"), NV_BLOCK, (m, of) -> nvScale(m, nvGlobal(of)));
    }
    int slash = to.indexOf('/');
    if (slash >= 0) {
      BinaryFormat element = mxElement(to.substring(0, slash)).saturating();
      return mx(to, element, rule(to.substring(slash + 1)));
    }
    BinaryFormat format = BinaryFormat.parse(to);
    return of(saturates ? format.saturating() : format);
  }

  /** The conversion to a format without blocks. */
  public static Conversion of(BinaryFormat format) {
    return new Conversion(format.name(), format, 1, (m, of) -> 1);
  }

  /** The conversion to blocks of OCP MX. */
  public static Conversion mx(String name, BinaryFormat element, BlockScaleRule rule) {
    return new Conversion(
        name, element, MX_BLOCK, (m, of) -> powerOfTwo(rule.exponent(element, m)));
  }

  /** Returns a copy with another scale. */
  public Conversion with(Scale other) {
    return new Conversion(name, element, block, other);
  }

  /** A scale of 8 exponent bits: 2^exponent, clamped. */
  public static double powerOfTwo(int exponent) {
    return Math.scalb(1.0, Math.max(-SCALE_EXPONENT, Math.min(SCALE_EXPONENT, exponent)));
  }

  /** The scale g of an array in nvfp4. */
  public static double nvGlobal(double largestOfArray) {
    return nearest(BINARY32, largestOfArray, NV_RANGE);
  }

  /** The scale b g of a block in nvfp4. */
  public static double nvScale(double largestOfBlock, double g) {
    return g == 0 ? 0 : g * nearest(E4M3, largestOfBlock, 6 * g);
  }

  /** The quotient m / (6 g) of nvfp4, which b rounds. */
  public static BigFraction nvQuotient(double largestOfBlock, double g) {
    return Rationals.of(largestOfBlock).divide(Rationals.of(g).multiply(6));
  }

  private static double nearest(BinaryFormat format, double a, double b) {
    return format.round(RoundToOdd.quotient(a, b), Rounding.Directed.NEAREST, 0);
  }

  private static BinaryFormat mxElement(String name) {
    if (!MX.contains(name)) {
      throw FormatAliases.refused("block format", MX, name, name);
    }
    return BinaryFormat.named(name.equals("mxfp4") ? "e2m1" : name.replaceFirst(".*-", ""));
  }

  private static BlockScaleRule rule(String label) {
    return Require.oneOf(
        "rule of a scale", List.of(BlockScaleRule.values()), BlockScaleRule::label, label);
  }

  /** Returns true if values share scales. */
  public boolean hasBlocks() {
    return block > 1;
  }

  /** The scale of each value's block; 1 for a block of zeros. */
  public double[] scales(double[] values) {
    double[] scales = new double[values.length];
    double all = hasBlocks() ? largest(values, 0, values.length) : 1;
    for (int from = 0; from < values.length; from += block) {
      int to = Math.min(values.length, from + block);
      double m = hasBlocks() ? largest(values, from, to) : 1;
      java.util.Arrays.fill(scales, from, to, m == 0 ? 1 : scale.of(m, all));
    }
    return scales;
  }

  private static double largest(double[] values, int from, int to) {
    double largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  /** A value of a block with this scale, rounded. */
  public double round(double value, double scale, Rounding rounding, long word) {
    if (scale == 1) {
      return element.round(value, rounding, word);
    }
    if (value == 0 || scale == 0) {
      return Math.copySign(0, value);
    }
    return element.round(quotient(value, scale), rounding, word) * scale;
  }

  /** All values, rounded; a stochastic rounding uses one word per value. */
  public double[] round(double[] values, Rounding rounding, LongSupplier words) {
    double[] scales = scales(values);
    double[] rounded = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] =
          round(values[i], scales[i], rounding, rounding.isStochastic() ? words.getAsLong() : 0);
    }
    return rounded;
  }

  /** {@link BinaryFormat#fraction} of a value of a block with this scale. */
  public double fraction(double value, double scale) {
    return value == 0 || scale == 0 ? 0 : element.fraction(quotient(value, scale));
  }

  /** The quotient of value and scale, which is then rounded to an element. */
  public static Dyadic quotient(double value, double scale) {
    Dyadic s = Dyadic.of(Require.finitePositive("scale", scale));
    return s.significand().equals(java.math.BigInteger.ONE)
        ? Dyadic.of(value).scaleByPowerOfTwo(-s.exponent())
        : Dyadic.roundToOdd(Rationals.of(value).divide(Rationals.of(scale)), QUOTIENT_BITS);
  }
}
