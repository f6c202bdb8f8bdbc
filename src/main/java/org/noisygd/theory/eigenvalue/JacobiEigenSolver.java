// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix over any rounding arithmetic, by cyclic
 * two-sided Jacobi rotations (Golub and Van Loan, "Matrix Computations", 4th ed., section 8.5): A
 * becomes J^T A J, with J a rotation in the plane (p, q) that makes entry (p, q) vanish, until
 * every |a_pq| <= u sqrt(|a_pp a_qq|).
 *
 * <p>Accuracy: not rigorous. Absolute errors are a modest multiple of n u ||A||_F, relative errors
 * one of u on positive definite matrices that a diagonal scaling makes well-conditioned (Demmel and
 * Veselic, SIAM J. Matrix Anal. Appl. 13, 1992); measured by {@code ApproximateSpectrumTest}.
 *
 * @param <T> the type of the entries
 */
public final class JacobiEigenSolver<T> {
  /** Convergence is quadratic in the end; some ten sweeps are usual. */
  private static final int MAX_SWEEPS = 60;

  private final Arithmetic<T> arithmetic;
  private final int side;
  private final List<T> a;
  private final List<T> vectors;
  private final T unitRoundoffSquared;

  private JacobiEigenSolver(Matrix<T> h) {
    this.arithmetic = h.arithmetic();
    this.side = h.rows();
    this.a = new ArrayList<>(h.entries());
    this.vectors = new ArrayList<>(Matrix.identity(arithmetic, side).entries());
    BigFraction u = arithmetic.unitRoundoff();
    this.unitRoundoffSquared = arithmetic.fromRational(u.multiply(u));
  }

  /**
   * Solves for all eigenvalues and eigenvectors of h.
   *
   * @throws IllegalArgumentException if h is not square and symmetric, or its arithmetic is exact
   */
  public static <T> ApproximateSpectrum<T> solve(Matrix<T> h) {
    ApproximateSpectrum.requireSymmetric(h);
    Require.that(
        !h.arithmetic().isExact(), "arithmetic of a Jacobi solver", "round", h.arithmetic().name());
    return new JacobiEigenSolver<>(h).run();
  }

  private ApproximateSpectrum<T> run() {
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < MAX_SWEEPS; sweep++) {
      rotated = false;
      for (int p = 0; p < side; p++) {
        for (int q = p + 1; q < side; q++) {
          if (!isNegligible(p, q)) {
            rotate(p, q);
            rotated = true;
          }
        }
      }
    }
    List<T> values = new ArrayList<>();
    for (int i = 0; i < side; i++) {
      values.add(get(a, i, i));
    }
    return ApproximateSpectrum.sorted(
        values, Matrix.of(arithmetic, side, side, (i, j) -> get(vectors, i, j)));
  }

  private boolean isNegligible(int p, int q) {
    T apq = get(a, p, q);
    T diagonal = arithmetic.abs(arithmetic.multiply(get(a, p, p), get(a, q, q)));
    return arithmetic.signum(apq) == 0
        || arithmetic.compare(
                arithmetic.multiply(apq, apq), arithmetic.multiply(unitRoundoffSquared, diagonal))
            <= 0;
  }

  /** Makes entry (p, q) vanish. */
  private void rotate(int p, int q) {
    T apq = get(a, p, q);
    // cot(2 theta) = tau; t = tan(theta) is the root of smaller size of t^2 + 2 tau t - 1 = 0.
    T tau =
        arithmetic.divide(
            arithmetic.subtract(get(a, q, q), get(a, p, p)),
            arithmetic.multiply(arithmetic.of(2), apq));
    T one = arithmetic.one();
    T root = arithmetic.sqrt(arithmetic.add(one, arithmetic.multiply(tau, tau)));
    T size = arithmetic.divide(one, arithmetic.add(arithmetic.abs(tau), root));
    T t = arithmetic.signum(tau) < 0 ? arithmetic.negate(size) : size;
    T c = arithmetic.divide(one, arithmetic.sqrt(arithmetic.add(one, arithmetic.multiply(t, t))));
    T s = arithmetic.multiply(t, c);
    T shift = arithmetic.multiply(t, apq);
    T app = arithmetic.subtract(get(a, p, p), shift);
    T aqq = arithmetic.add(get(a, q, q), shift);
    for (int i = 0; i < side; i++) {
      turn(a, i, p, q, c, s);
      turn(vectors, i, p, q, c, s);
      set(a, p, i, get(a, i, p));
      set(a, q, i, get(a, i, q));
    }
    set(a, p, p, app);
    set(a, q, q, aqq);
    set(a, p, q, arithmetic.zero());
    set(a, q, p, arithmetic.zero());
  }

  /** Turns the entries (i, p) and (i, q). */
  private void turn(List<T> m, int i, int p, int q, T c, T s) {
    T x = get(m, i, p);
    T y = get(m, i, q);
    set(m, i, p, arithmetic.subtract(arithmetic.multiply(c, x), arithmetic.multiply(s, y)));
    set(m, i, q, arithmetic.add(arithmetic.multiply(s, x), arithmetic.multiply(c, y)));
  }

  private T get(List<T> m, int i, int j) {
    return m.get(i * side + j);
  }

  private void set(List<T> m, int i, int j, T value) {
    m.set(i * side + j, value);
  }
}
