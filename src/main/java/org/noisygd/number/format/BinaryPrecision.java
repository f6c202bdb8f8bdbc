// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;

/**
 * Binary floating point with a P-bit significand and an unlimited exponent; every operation is
 * correctly rounded, ties to even: the exact dyadic result (for a quotient or a root, the result
 * rounded to odd at P + 2 bits or more) is rounded once. Unit roundoff 2^-P.
 */
public final class BinaryPrecision implements Arithmetic<Dyadic> {
  /** Maximum number of bits P. */
  public static final int MAX_BITS = 1_000_000;

  private final int precision;

  private BinaryPrecision(int precision) {
    this.precision = precision;
  }

  /**
   * The arithmetic with a significand of the given number of bits.
   *
   * @throws IllegalArgumentException unless {@code 2 <= bits <= MAX_BITS}
   */
  public static BinaryPrecision ofBits(int bits) {
    return new BinaryPrecision(
        Require.that(bits >= 2 && bits <= MAX_BITS, "bits", "be in 2.." + MAX_BITS, bits));
  }

  @Override
  public String name() {
    return "binary:" + precision;
  }

  @Override
  public BigFraction unitRoundoff() {
    return Rationals.powerOfTwo(-precision);
  }

  private Dyadic round(Dyadic exact) {
    return exact.roundToPrecision(precision);
  }

  @Override
  public Dyadic add(Dyadic a, Dyadic b) {
    if (a.signum() == 0 || b.signum() == 0) {
      return round(a.add(b));
    }
    return a.leadingExponent() >= b.leadingExponent() ? addSmaller(a, b) : addSmaller(b, a);
  }

  /**
   * The sum a + b, with b's leading bit no higher than a's. If b is below all bits of a, and below
   * a quarter of the last bit kept, only its sign matters: a small number of that sign replaces it,
   * so the cost does not grow with the distance of the exponents.
   */
  private Dyadic addSmaller(Dyadic a, Dyadic b) {
    int sticky = Math.min(a.exponent(), a.leadingExponent() - precision) - 3;
    return b.leadingExponent() < sticky
        ? round(a.add(Dyadic.of(b.signum(), sticky)))
        : round(a.add(b));
  }

  @Override
  public Dyadic multiply(Dyadic a, Dyadic b) {
    return round(a.multiply(b));
  }

  @Override
  public Dyadic divide(Dyadic a, Dyadic b) {
    return fromRational(a.toRational().divide(b.toRational()));
  }

  @Override
  public Dyadic negate(Dyadic a) {
    return a.negate();
  }

  @Override
  public Dyadic sqrt(Dyadic a) {
    if (a.signum() < 0) {
      throw new ArithmeticException("square root of the negative number " + a);
    }
    if (a.signum() == 0) {
      return a;
    }
    // sqrt(s 2^e) = sqrt(s 2^(e-2k)) 2^k with the radicand an integer of 2 P + 6 bits or more, so
    // that its integer root has P + 3 bits or more; a remainder makes that root odd (round to odd).
    int lift = Math.max(0, 2 * precision + 6 - a.significand().bitLength());
    lift += Math.floorMod(a.exponent() - lift, 2);
    BigInteger[] root = a.significand().shiftLeft(lift).sqrtAndRemainder();
    BigInteger odd = root[1].signum() == 0 ? root[0] : root[0].setBit(0);
    return round(Dyadic.of(odd, (a.exponent() - lift) / 2));
  }

  @Override
  public int compare(Dyadic a, Dyadic b) {
    return a.compareTo(b);
  }

  @Override
  public int signum(Dyadic a) {
    return a.signum();
  }

  @Override
  public Dyadic fromRational(BigFraction q) {
    return round(Dyadic.roundToOdd(q, precision + 2));
  }

  @Override
  public BigFraction toRational(Dyadic a) {
    return a.toRational();
  }

  @Override
  public double roundToDouble(Dyadic a) {
    return a.roundToDouble();
  }

  @Override
  public String print(Dyadic a) {
    return a.toLiteral();
  }

  /** The name of this arithmetic. */
  @Override
  public String toString() {
    return name();
  }
}
