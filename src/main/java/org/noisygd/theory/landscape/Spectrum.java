// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import java.util.List;
import java.util.function.ToIntFunction;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;

/**
 * All eigenvalues of a Hessian in closed form, as the factors of its characteristic polynomial with
 * their multiplicities. Over the rationals everything here is exact, though the eigenvalues
 * themselves may be irrational; in a rounded arithmetic the counts belong to the rounded
 * coefficients.
 *
 * @param factors the factors, each of multiplicity at least one
 * @param <T> the type of the numbers
 */
public record Spectrum<T>(List<EigenPolynomial<T>> factors) {
  /**
   * Omits factors of multiplicity 0, which occur in small dimensions.
   *
   * @throws IllegalArgumentException if no factor is left
   */
  public Spectrum {
    factors = factors.stream().filter(f -> f.multiplicity() > 0).toList();
    Require.that(!factors.isEmpty(), "spectrum", "have an eigenvalue", factors.size());
  }

  /** The number of eigenvalues. */
  public int dimension() {
    return sum(EigenPolynomial::count);
  }

  /** The eigenvalues above x. */
  public int countAbove(T x) {
    return sum(f -> f.countAbove(x));
  }

  /** The eigenvalues equal to x. */
  public int countAt(T x) {
    return sum(f -> f.countAt(x));
  }

  /** The eigenvalues below x. */
  public int countBelow(T x) {
    return dimension() - countAbove(x) - countAt(x);
  }

  /** The number of zero eigenvalues. */
  public int zeros() {
    return countAt(arithmetic().zero());
  }

  /** The number of negative eigenvalues. */
  public int negatives() {
    return countBelow(arithmetic().zero());
  }

  /** The number of positive eigenvalues. */
  public int positives() {
    return countAbove(arithmetic().zero());
  }

  /** The characteristic polynomial, monic, with coefficients from the constant term up. */
  public List<T> characteristicPolynomial() {
    List<T> product = List.of(arithmetic().one());
    for (EigenPolynomial<T> factor : factors) {
      product = factor.multiplyInto(product);
    }
    return List.copyOf(product);
  }

  private int sum(ToIntFunction<EigenPolynomial<T>> count) {
    return factors.stream().mapToInt(count).sum();
  }

  private Arithmetic<T> arithmetic() {
    return factors.get(0).arithmetic();
  }
}
