// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;
import org.noisygd.number.Dyadic;

/**
 * Bounds on the moduli in one {@link FixedPointUpdate}, from the largest moduli of its operands:
 * with x, y bounds on |X|, |Y| and xt, yt on |Xt|, |Yt|, and a, b the largest |A|, |B|,
 *
 * <pre>
 *   K <= d2 yt^2,   C <= eX K + 1,   |A Yt - Xt C| <= d2 a yt + r xt C,   |X'| <= x + that + 1
 * </pre>
 *
 * <p>and the same for Y. Evaluated in binary64 with a margin of 2^-20 and one unit per rounding,
 * more than the error of these few roundings.
 */
final class FixedPointRange {
  /** Factor for roundings, above (1 + 2^-53)^30; no bound here has as many as 30. */
  private static final double MARGIN = 1 + 0x1p-20;

  private final FixedPointUpdate update;
  private final double a;
  private final double b;
  private final double etaX;
  private final double etaY;

  FixedPointRange(FixedPointUpdate update) {
    this.update = update;
    double largestA = 0;
    double largestB = 0;
    for (int i = 0; i < update.d1(); i++) {
      for (int j = 0; j < update.d2(); j++) {
        largestA = Math.max(largestA, modulus(update.scaledByX(i, j)));
        largestB = Math.max(largestB, modulus(update.scaledByY(i, j)));
      }
    }
    this.a = largestA;
    this.b = largestB;
    this.etaX = modulus(update.etaX());
    this.etaY = modulus(update.etaY());
  }

  /** The largest modulus of the numbers of these integers, rounded to a double. */
  double modulus(BigInteger... integers) {
    BigInteger largest = BigInteger.ZERO;
    for (BigInteger v : integers) {
      largest = largest.max(v.abs());
    }
    return Dyadic.of(largest, -update.format().fractionBits()).roundToDouble();
  }

  /** The largest modulus of doubles rounded to fixed point. */
  double modulus(double[] doubles) {
    FixedPoint format = update.format();
    double largest = 0;
    for (double d : doubles) {
      double significand = Math.abs(format.significand(d)); // at most 2^53, so exact
      largest = Math.max(largest, Math.scalb(significand, format.shift(d) - format.fractionBits()));
    }
    return largest;
  }

  /** A bound on the modulus of every number of one update; infinite on overflow. */
  double largest(double x, double y, double xt, double yt) {
    double byX = side(xt, yt, a, etaX, update.d2(), x);
    double byY = side(yt, xt, b, etaY, update.d1(), y);
    double constants = Math.max(Math.max(a, b), Math.max(etaX, etaY));
    return MARGIN * Math.max(Math.max(byX, byY), constants);
  }

  private double side(
      double ownT, double otherT, double scaled, double eta, int terms, double own) {
    double gram = terms * otherT * otherT + 1;
    double weighted = eta * gram + 1;
    double change = terms * scaled * otherT + update.r() * ownT * weighted + 1;
    return Math.max(Math.max(gram, weighted), own + change);
  }

  /**
   * The smallest h &gt;= 1 with modulus &lt; 2^h; beyond every kernel if the modulus is infinite.
   */
  static int integerBits(double modulus) {
    return Math.max(1, Math.getExponent(modulus) + 1);
  }
}
