// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisygd.number.Require;

/**
 * A polynomial c_0 + c_1 x + ... + c_n x^n with integer coefficients and c_n not zero, immutable.
 * Exact throughout.
 */
public final class IntegerPolynomial {
  private final List<BigInteger> coefficients;

  private IntegerPolynomial(List<BigInteger> coefficients) {
    this.coefficients = coefficients;
  }

  /** The polynomial with the coefficients c_0, ..., c_n; c_n must not be zero. */
  static IntegerPolynomial of(List<BigInteger> coefficients) {
    Require.that(
        !coefficients.isEmpty() && coefficients.get(coefficients.size() - 1).signum() != 0,
        "coefficients",
        "end in one that is not zero",
        coefficients);
    return new IntegerPolynomial(List.copyOf(coefficients));
  }

  int degree() {
    return coefficients.size() - 1;
  }

  /** The coefficient c_k. */
  BigInteger coefficient(int k) {
    return coefficients.get(k);
  }

  List<BigInteger> coefficients() {
    return coefficients;
  }

  /** The coefficients modulo p. */
  long[] modulo(long p) {
    BigInteger modulus = BigInteger.valueOf(p);
    return coefficients.stream().mapToLong(c -> c.mod(modulus).longValue()).toArray();
  }

  /** The quotient of this and a monic polynomial, or empty if there is a remainder. */
  Optional<IntegerPolynomial> divideExactly(IntegerPolynomial monic) {
    List<BigInteger> remainder = new ArrayList<>(coefficients);
    int low = monic.degree();
    for (int k = degree(); k >= low; k--) {
      BigInteger factor = remainder.get(k);
      for (int j = 0; j < low; j++) {
        int at = k - low + j;
        remainder.set(at, remainder.get(at).subtract(factor.multiply(monic.coefficient(j))));
      }
    }
    for (int j = 0; j < Math.min(low, remainder.size()); j++) {
      if (remainder.get(j).signum() != 0) {
        return Optional.empty();
      }
    }
    return Optional.of(of(remainder.subList(low, remainder.size())));
  }

  /** The polynomial (-1)^n p(-x): the roots change sign, and a monic polynomial stays monic. */
  public IntegerPolynomial mirrored() {
    return map((k, c) -> (degree() - k) % 2 == 0 ? c : c.negate());
  }

  /** The polynomial factor^n p(x / factor): the roots are multiplied by the factor. */
  IntegerPolynomial scaleRoots(BigInteger factor) {
    return map((k, c) -> c.multiply(factor.pow(degree() - k)));
  }

  /** The polynomial p(2^e x), e >= 0: the roots are divided by 2^e. */
  IntegerPolynomial divideRootsByPowerOfTwo(int e) {
    return map((k, c) -> c.shiftLeft(e * k));
  }

  /** The polynomial 2^n p(x / 2): the roots are doubled. */
  IntegerPolynomial doubleRoots() {
    return map((k, c) -> c.shiftLeft(degree() - k));
  }

  /** The polynomial p(x + a), a Taylor shift by repeated synthetic division. */
  IntegerPolynomial lessenRootsBy(BigInteger a) {
    List<BigInteger> shifted = new ArrayList<>(coefficients);
    boolean unit = a.equals(BigInteger.ONE);
    for (int i = 0; i < degree(); i++) {
      for (int k = degree() - 1; k >= i; k--) {
        BigInteger above = shifted.get(k + 1);
        shifted.set(k, shifted.get(k).add(unit ? above : a.multiply(above)));
      }
    }
    return new IntegerPolynomial(shifted);
  }

  /** The value p(m 2^e), for e < 0 times 2^(-e n), which does not change its sign. */
  BigInteger scaledValueAt(BigInteger m, int e) {
    BigInteger x = e >= 0 ? m.shiftLeft(e) : m;
    int step = Math.max(0, -e);
    BigInteger value = BigInteger.ZERO;
    for (int k = degree(); k >= 0; k--) {
      value = value.multiply(x).add(coefficient(k).shiftLeft(step * (degree() - k)));
    }
    return value;
  }

  /**
   * The number of sign changes in the sequence of non-zero coefficients. If all roots are real, it
   * equals by Descartes' rule the number of positive roots, counted with multiplicity.
   */
  int signChanges() {
    int changes = 0;
    int last = 0;
    for (BigInteger c : coefficients) {
      if (c.signum() != 0) {
        if (c.signum() == -last) {
          changes++;
        }
        last = c.signum();
      }
    }
    return changes;
  }

  /** The multiplicity of the root 0. */
  public int zeroRoots() {
    int k = 0;
    while (coefficient(k).signum() == 0) {
      k++;
    }
    return k;
  }

  /** This divided by x^{@link #zeroRoots}. */
  public IntegerPolynomial withoutZeroRoots() {
    return of(coefficients.subList(zeroRoots(), coefficients.size()));
  }

  /**
   * An exponent e >= 0 with every root less than 2^e in absolute value, for a monic polynomial:
   * Fujiwara's bound 2 max_k |c_(n-k)|^(1/k) (Tohoku Math. J. 10, 1916), and 2 |c|^(1/k) < 2^(1 +
   * bits(c)/k).
   */
  int rootBoundExponent() {
    int e = 0;
    for (int k = 1; k <= degree(); k++) {
      int bits = coefficient(degree() - k).abs().bitLength();
      if (bits > 0) {
        e = Math.max(e, (bits + k - 1) / k + 1);
      }
    }
    return e;
  }

  private interface Term {
    BigInteger of(int k, BigInteger c);
  }

  private IntegerPolynomial map(Term term) {
    List<BigInteger> mapped = new ArrayList<>(coefficients.size());
    for (int k = 0; k < coefficients.size(); k++) {
      mapped.add(term.of(k, coefficient(k)));
    }
    return new IntegerPolynomial(mapped);
  }

  @Override
  public String toString() {
    return coefficients.toString();
  }
}
