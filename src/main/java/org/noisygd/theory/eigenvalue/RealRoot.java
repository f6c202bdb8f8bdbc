// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Rationals;

/**
 * One positive root of a square-free monic polynomial with integer coefficients and only real
 * roots, in a dyadic cell (m 2^e, (m+1) 2^e] that contains no other root and can be refined without
 * limit. Exact: every decision depends on the sign of an integer.
 *
 * <p>Invariant: the root is either known exactly, or strictly inside its cell, with the sign of the
 * polynomial just right of the lower end opposite to its sign at the upper end.
 *
 * <p>A rational root of such a polynomial is an integer. An integer strictly inside a cell forces e
 * > 0, so once e <= 0 either the root is known exactly or it is irrational.
 */
public final class RealRoot {
  private final IntegerPolynomial polynomial;
  private final int signAbove;
  private BigInteger m;
  private int e;
  private boolean exact;

  /** The next step divides the cell into 2^log parts. */
  private int log = 1;

  private RealRoot(IntegerPolynomial polynomial, BigInteger m, int e) {
    this.polynomial = polynomial;
    this.m = m;
    this.e = e;
    this.signAbove = polynomial.scaledValueAt(m.add(BigInteger.ONE), e).signum();
    if (signAbove == 0) {
      setExact(m.add(BigInteger.ONE), e);
    }
  }

  /** The positive roots, ascending, in disjoint cells. */
  public static List<RealRoot> positiveRoots(IntegerPolynomial polynomial) {
    List<RealRoot> roots = new ArrayList<>();
    int e = polynomial.rootBoundExponent();
    isolate(polynomial, polynomial.divideRootsByPowerOfTwo(e), BigInteger.ZERO, e, 0, roots);
    return roots;
  }

  /**
   * Adds the roots in the cell (m, e], by halving. {@code onCell} is the polynomial in the
   * coordinate that maps the cell to (0, 1], and {@code above} the number of roots above the cell.
   */
  private static void isolate(
      IntegerPolynomial polynomial,
      IntegerPolynomial onCell,
      BigInteger m,
      int e,
      int above,
      List<RealRoot> roots) {
    int inside = onCell.signChanges() - above;
    if (inside == 1) {
      roots.add(new RealRoot(polynomial, m, e));
    } else if (inside > 1) {
      IntegerPolynomial left = onCell.doubleRoots();
      IntegerPolynomial right = left.lessenRootsBy(BigInteger.ONE);
      BigInteger twice = m.shiftLeft(1);
      isolate(polynomial, left, twice, e - 1, right.signChanges(), roots);
      isolate(polynomial, right, twice.add(BigInteger.ONE), e - 1, above, roots);
    }
  }

  private void setExact(BigInteger numerator, int exponent) {
    m = numerator;
    e = exponent;
    exact = true;
  }

  /** The cell, or the root itself. */
  public Interval interval() {
    BigFraction unit = Rationals.powerOfTwo(e);
    BigFraction lower = unit.multiply(m);
    return exact ? Interval.of(lower) : new Interval(lower, unit.multiply(m.add(BigInteger.ONE)));
  }

  /**
   * Refines the cell to a relative width of at most 10^-digits, and until the root is known exactly
   * or known to be irrational.
   */
  public void refineTo(int digits) {
    BigInteger parts = BigInteger.TEN.pow(digits);
    while (!exact && (e > 0 || m.compareTo(parts) < 0)) {
      refine();
    }
  }

  /**
   * One step of quadratic interval refinement (Abbott, "Quadratic interval refinement for real
   * roots", ACM Commun. Comput. Algebra 48, 2014): the cell is divided into 2^log parts, and the
   * root of the chord selects a part; log doubles if this part contains the root and halves if not.
   */
  public void refine() {
    if (exact) {
      return;
    }
    BigInteger parts = BigInteger.ONE.shiftLeft(log);
    BigInteger guess = log == 1 ? BigInteger.ONE : chordRoot(parts);
    int sign = signAtPart(guess, parts);
    if (sign == 0) {
      setExactPart(guess);
      return;
    }
    boolean below = sign == signAbove;
    BigInteger other = below ? guess.subtract(BigInteger.ONE) : guess.add(BigInteger.ONE);
    int otherSign = signAtPart(other, parts);
    if (otherSign == 0) {
      setExactPart(other);
    } else if (otherSign == sign) {
      log = Math.max(1, log / 2);
    } else {
      m = m.shiftLeft(log).add(guess.min(other));
      e -= log;
      log *= 2;
    }
  }

  private void setExactPart(BigInteger index) {
    setExact(m.shiftLeft(log).add(index), e - log);
  }

  /** The sign at lower end + index parts; at the ends it follows from the invariant. */
  private int signAtPart(BigInteger index, BigInteger parts) {
    if (index.signum() == 0) {
      return -signAbove;
    }
    if (index.equals(parts)) {
      return signAbove;
    }
    return polynomial.scaledValueAt(m.shiftLeft(log).add(index), e - log).signum();
  }

  /** The root of the chord over the cell, rounded to the nearest part boundary. */
  private BigInteger chordRoot(BigInteger parts) {
    BigInteger low = polynomial.scaledValueAt(m, e).abs();
    BigInteger high = polynomial.scaledValueAt(m.add(BigInteger.ONE), e).abs();
    BigInteger sum = low.add(high);
    return low.multiply(parts).shiftLeft(1).add(sum).divide(sum.shiftLeft(1));
  }
}
