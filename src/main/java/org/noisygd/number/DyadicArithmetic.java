// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * Exact arithmetic on dyadic rationals. Sums and products never round; a quotient or a root that is
 * not dyadic is refused with an {@link ArithmeticException}.
 */
public final class DyadicArithmetic implements Arithmetic<Dyadic> {
  /** The only instance. */
  public static final DyadicArithmetic INSTANCE = new DyadicArithmetic();

  private DyadicArithmetic() {}

  @Override
  public String name() {
    return "dyadic";
  }

  @Override
  public BigFraction unitRoundoff() {
    return BigFraction.ZERO;
  }

  @Override
  public Dyadic add(Dyadic a, Dyadic b) {
    return a.add(b);
  }

  @Override
  public Dyadic multiply(Dyadic a, Dyadic b) {
    return a.multiply(b);
  }

  @Override
  public Dyadic divide(Dyadic a, Dyadic b) {
    return fromRational(a.toRational().divide(b.toRational()));
  }

  @Override
  public Dyadic fromDyadic(Dyadic d) {
    return d;
  }

  @Override
  public Dyadic negate(Dyadic a) {
    return a.negate();
  }

  @Override
  public Dyadic sqrt(Dyadic a) {
    return fromRational(RationalArithmetic.INSTANCE.sqrt(a.toRational()));
  }

  @Override
  public int compare(Dyadic a, Dyadic b) {
    return a.compareTo(b);
  }

  @Override
  public Dyadic of(double d) {
    return Dyadic.of(d);
  }

  @Override
  public Dyadic fromRational(BigFraction q) {
    BigInteger denominator = Rationals.denominator(q);
    if (denominator.bitCount() != 1) {
      throw new ArithmeticException(q + " is not dyadic");
    }
    return Dyadic.of(Rationals.numerator(q), -denominator.getLowestSetBit());
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
