// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;

/**
 * A factor of a characteristic polynomial: a monic polynomial with real roots only, and its
 * multiplicity.
 *
 * <p>The number of roots above x follows from the signs of the coefficients of p(x + t) by
 * Descartes' rule of signs, an equality for a polynomial with real roots only (Pólya and Szegő,
 * Problems and Theorems in Analysis II, part V, no. 41 ff.; Obreschkoff). In an exact arithmetic
 * the counts are exact, so an algebraic eigenvalue is located without computing it.
 *
 * @param arithmetic the arithmetic of the coefficients
 * @param coefficients the coefficients, from the constant term up; the last is 1
 * @param multiplicity the number of times the factor occurs, at least 0
 * @param <T> the type of the coefficients
 */
public record EigenPolynomial<T>(Arithmetic<T> arithmetic, List<T> coefficients, int multiplicity) {
  /**
   * Checks that the polynomial is monic and not constant.
   *
   * @throws IllegalArgumentException if it is not
   */
  public EigenPolynomial {
    coefficients = List.copyOf(coefficients);
    Require.that(coefficients.size() >= 2, "degree", "be at least 1", coefficients.size() - 1);
    T last = coefficients.get(coefficients.size() - 1);
    Require.that(
        arithmetic.compare(last, arithmetic.one()) == 0,
        "leading coefficient",
        "be 1",
        arithmetic.print(last));
    Require.nonNegative("multiplicity", multiplicity);
  }

  /** The factor t - root. */
  public static <T> EigenPolynomial<T> ofRoot(Arithmetic<T> arithmetic, T root, int multiplicity) {
    return new EigenPolynomial<>(
        arithmetic, List.of(arithmetic.negate(root), arithmetic.one()), multiplicity);
  }

  /** The degree of the polynomial, without multiplicity. */
  public int degree() {
    return coefficients.size() - 1;
  }

  /** The number of eigenvalues, degree times multiplicity. */
  public int count() {
    return degree() * multiplicity;
  }

  /** The eigenvalues above x, counted with multiplicity. */
  public int countAbove(T x) {
    int variations = 0;
    int previous = 0;
    for (T coefficient : shiftedBy(x)) {
      int sign = arithmetic.signum(coefficient);
      if (sign != 0) {
        if (sign == -previous) {
          variations++;
        }
        previous = sign;
      }
    }
    return variations * multiplicity;
  }

  /** The eigenvalues equal to x, counted with multiplicity. */
  public int countAt(T x) {
    int zeros = 0;
    for (T coefficient : shiftedBy(x)) {
      if (arithmetic.signum(coefficient) != 0) {
        break;
      }
      zeros++;
    }
    return zeros * multiplicity;
  }

  /** The coefficients of p(x + t), by repeated synthetic division. */
  private List<T> shiftedBy(T x) {
    List<T> shifted = new ArrayList<>(coefficients);
    for (int done = 0; done < degree(); done++) {
      for (int k = degree() - 1; k >= done; k--) {
        shifted.set(k, arithmetic.add(shifted.get(k), arithmetic.multiply(x, shifted.get(k + 1))));
      }
    }
    return shifted;
  }

  /** The product of {@code polynomial} (ascending coefficients) and this to the multiplicity. */
  List<T> multiplyInto(List<T> polynomial) {
    List<T> product = polynomial;
    for (int copy = 0; copy < multiplicity; copy++) {
      List<T> next = new ArrayList<>();
      for (int k = 0; k < product.size() + degree(); k++) {
        T sum = arithmetic.zero();
        for (int n = Math.max(0, k - product.size() + 1); n <= Math.min(k, degree()); n++) {
          sum = arithmetic.add(sum, arithmetic.multiply(coefficients.get(n), product.get(k - n)));
        }
        next.add(sum);
      }
      product = next;
    }
    return product;
  }
}
