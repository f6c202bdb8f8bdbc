// SPDX-License-Identifier: Apache-2.0
package org.noisygd.arithmetic;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * An IEEE-like binary format narrower than binary64, emulated in doubles: every operation is
 * correctly rounded to the format, ties to even, with gradual underflow and overflow to infinity;
 * never rounded twice.
 *
 * <p>How: the exact result of an operation is first rounded to odd at 53 bits (the double next to
 * it towards which the error points, with the last bit set), then to nearest at p bits; for p at
 * most 51 that is the correct rounding (Boldo and Melquiond, IEEE Trans. Comput. 57, 2008). The
 * error of the double operation, needed for its sign alone, is exact by TwoSum for a sum and by a
 * fused multiply-add for a product, quotient or root; the formats' exponents are so far inside
 * binary64's that it neither overflows nor underflows.
 */
public final class EmulatedBinary implements Arithmetic<Double> {
  /** binary32: 24 bits. */
  public static final EmulatedBinary BINARY32 = new EmulatedBinary("binary32", 24, -126, 127);

  /** binary16: 11 bits. */
  public static final EmulatedBinary BINARY16 = new EmulatedBinary("binary16", 11, -14, 15);

  /** bfloat16: 8 bits with binary32's exponents. */
  public static final EmulatedBinary BFLOAT16 = new EmulatedBinary("bfloat16", 8, -126, 127);

  /** tf32: 11 bits with binary32's exponents. */
  public static final EmulatedBinary TF32 = new EmulatedBinary("tf32", 11, -126, 127);

  private static final List<EmulatedBinary> NAMED = List.of(BINARY32, BINARY16, BFLOAT16, TF32);

  private final String name;
  private final int precision;
  private final int minExponent;
  private final double largest;

  private EmulatedBinary(String name, int precision, int minExponent, int maxExponent) {
    this.name = name;
    this.precision = precision;
    this.minExponent = minExponent;
    this.largest = (2 - Math.scalb(1.0, 1 - precision)) * Math.scalb(1.0, maxExponent);
  }

  /** The named formats. */
  public static List<EmulatedBinary> named() {
    return NAMED;
  }

  /** The largest finite value. */
  public double largest() {
    return largest;
  }

  /**
   * The value of the format nearest to x, ties to even; x itself if it is infinite or NaN. Exact
   * scaling by powers of two, then one rounding by {@link Math#rint}.
   */
  public double round(double x) {
    if (x == 0 || !Double.isFinite(x)) {
      return x;
    }
    int last = Math.max(Math.getExponent(x), minExponent) - precision + 1;
    double rounded = Math.scalb(Math.rint(Math.scalb(x, -last)), last);
    return Math.abs(rounded) > largest ? Math.copySign(Double.POSITIVE_INFINITY, x) : rounded;
  }

  /** Rounds {@code approximation + error}, where error is only known by its sign, to the format. */
  private double roundExact(double approximation, double error) {
    if (error == 0 || !Double.isFinite(approximation) || !Double.isFinite(error)) {
      return round(approximation);
    }
    // Round to odd: an even last bit moves one double towards the error, whose last bit is odd.
    boolean odd = (Double.doubleToRawLongBits(approximation) & 1) != 0;
    boolean outward = error > 0;
    return round(
        odd ? approximation : outward ? Math.nextUp(approximation) : Math.nextDown(approximation));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public BigFraction unitRoundoff() {
    return Rationals.powerOfTwo(-precision);
  }

  @Override
  public Double add(Double a, Double b) {
    double s = a + b;
    double t = s - a;
    return roundExact(s, (a - (s - t)) + (b - t));
  }

  @Override
  public Double subtract(Double a, Double b) {
    return add(a, -b);
  }

  @Override
  public Double multiply(Double a, Double b) {
    double p = a * b;
    return roundExact(p, Math.fma(a, b, -p));
  }

  @Override
  public Double divide(Double a, Double b) {
    double q = a / b;
    double rest = Math.fma(-q, b, a);
    return roundExact(q, b < 0 ? -rest : rest);
  }

  @Override
  public Double negate(Double a) {
    return -a;
  }

  @Override
  public Double sqrt(Double a) {
    double q = Math.sqrt(a);
    return roundExact(q, Math.fma(-q, q, a));
  }

  @Override
  public int compare(Double a, Double b) {
    return Binary64.INSTANCE.compare(a, b);
  }

  @Override
  public boolean isFinite(Double a) {
    return Double.isFinite(a);
  }

  @Override
  public Double of(double d) {
    if (!Double.isFinite(d) || round(d) != d) {
      throw new ArithmeticException(d + " is not a value of " + name);
    }
    return d;
  }

  @Override
  public Double fromDouble(double d) {
    return round(d);
  }

  @Override
  public Double fromRational(BigFraction q) {
    // The nearest double and the side on which q lies are all that rounding to odd needs.
    double nearest = Rationals.roundToDouble(q);
    return Double.isFinite(nearest)
        ? roundExact(nearest, Rationals.compare(q, Rationals.of(nearest)))
        : round(nearest);
  }

  @Override
  public BigFraction toRational(Double a) {
    return Rationals.of(a);
  }

  @Override
  public double roundToDouble(Double a) {
    return a;
  }

  @Override
  public String print(Double a) {
    return Literals.format(a);
  }
}
