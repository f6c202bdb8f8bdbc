// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * Proved enclosures of the eigenvalues of every symmetric matrix in an interval matrix, as
 * clusters: the route for problems that are not rational, and a second one, sharing nothing with
 * {@link CharacteristicPolynomial}, for those that are.
 *
 * <p>V holds approximate eigenvectors (any nonsingular V gives a true result, a good one a sharp
 * one), A = V^T H V, N = V^T V, all enclosed by {@link IntervalArithmetic}.
 *
 * <ul>
 *   <li>Gershgorin: a union of k discs |z - a_ii| <= sum_(j != i) |a_ij| that the other n - k discs
 *       do not meet holds exactly k eigenvalues of A.
 *   <li>Ostrowski (Horn and Johnson, "Matrix Analysis", theorem 4.5.9): in ascending order the i-th
 *       eigenvalue of A is t_i times the i-th of H, with t_i between the least and the greatest
 *       eigenvalue of N, which Gershgorin's theorem encloses too.
 * </ul>
 *
 * <p>How many eigenvalues of a cluster coincide is never claimed: here the count of an enclosure is
 * that of the eigenvalues in it.
 */
public final class ClusterEnclosures {
  /** Decimal digits that the approximate eigenvectors carry beyond those of the intervals. */
  private static final int EXTRA_DIGITS = 5;

  private ClusterEnclosures() {}

  /**
   * The spectra of all symmetric matrices in h, which is an interval matrix, with eigenvectors
   * found by {@link JacobiEigenSolver} on its midpoints.
   *
   * @throws IllegalArgumentException if h is not square, or its intervals are not symmetric
   * @throws ArithmeticException if the approximate eigenvectors come out too far from orthogonal
   */
  public static List<Enclosure> of(Matrix<DecimalInterval> h) {
    IntervalArithmetic intervals = IntervalArithmetic.ofDigits(digitsOf(h));
    DecimalArithmetic decimals = DecimalArithmetic.ofDigits(intervals.digits() + EXTRA_DIGITS);
    Matrix<BigDecimal> middle =
        Matrix.of(
            decimals,
            h.rows(),
            h.columns(),
            (i, j) -> decimals.fromDecimal(h.get(i, j).midpoint()));
    return of(h, JacobiEigenSolver.solve(middle).vectors());
  }

  private static int digitsOf(Matrix<DecimalInterval> h) {
    return h.arithmetic() instanceof IntervalArithmetic intervals
        ? intervals.digits()
        : Require.that(false, "arithmetic", "be an interval arithmetic", 0);
  }

  /**
   * The spectra of all symmetric matrices in h, with the given approximate eigenvectors as columns.
   *
   * @throws IllegalArgumentException if h is not square, or v not of its shape
   * @throws ArithmeticException if v is too far from orthogonal, or not finite
   */
  public static <T> List<Enclosure> of(Matrix<DecimalInterval> h, Matrix<T> v) {
    Matrix<DecimalInterval> vectors = v.roundTo(h.arithmetic());
    Matrix<DecimalInterval> transposed = vectors.transpose();
    List<Interval> discs = discs(transposed.times(h).times(vectors));
    Interval factor = stretch(transposed.times(vectors));
    List<Enclosure> clusters = new ArrayList<>();
    for (Enclosure disc : merge(clusters(discs))) {
      clusters.add(new Enclosure(divide(disc.interval(), factor), disc.count()));
    }
    return merge(clusters);
  }

  /**
   * Proved bounds on the errors of an approximate spectrum of a matrix in h: the i-th eigenvalue of
   * every symmetric matrix in h, ascending, is within the i-th bound of the i-th approximate value.
   *
   * <p>With T the approximate values, e = ||V^T H V - T||_F and n = ||V^T V - I||_F < 1, Weyl's
   * theorem gives |l_i(A) - t_i| <= e and Ostrowski's |l_i(A) - l_i(H)| <= n |l_i(H)|, so |l_i(H) -
   * t_i| <= e + n (|t_i| + e) / (1 - n).
   *
   * @throws ArithmeticException if the vectors are too far from orthogonal, or not finite
   */
  public static <T> List<BigFraction> errorBounds(
      Matrix<DecimalInterval> h, ApproximateSpectrum<T> approximate) {
    Matrix<T> v = approximate.vectors();
    Matrix<DecimalInterval> vectors = v.roundTo(h.arithmetic());
    Matrix<DecimalInterval> transposed = vectors.transpose();
    Matrix<DecimalInterval> values =
        Matrix.diagonal(v.arithmetic(), approximate.values()).roundTo(h.arithmetic());
    Matrix<DecimalInterval> identity = Matrix.identity(h.arithmetic(), h.rows());
    BigFraction e = normBound(transposed.times(h).times(vectors).minus(values));
    BigFraction n = normBound(transposed.times(vectors).minus(identity));
    if (Rationals.compare(n, BigFraction.ONE) >= 0) {
      throw new ArithmeticException("approximate eigenvectors are too far from orthogonal");
    }
    BigFraction slope = n.divide(BigFraction.ONE.subtract(n));
    List<BigFraction> bounds = new ArrayList<>();
    for (T value : approximate.values()) {
      BigFraction size = v.arithmetic().toRational(value).abs();
      bounds.add(e.add(slope.multiply(size.add(e))));
    }
    return bounds;
  }

  /** An upper bound of the Frobenius norms; magnitudes first, since x x is not known to be >= 0. */
  private static BigFraction normBound(Matrix<DecimalInterval> m) {
    Matrix<DecimalInterval> sizes =
        m.map(entry -> new DecimalInterval(entry.magnitude(), entry.magnitude()));
    return Rationals.of(sizes.norm().upper());
  }

  /** Gershgorin's intervals. */
  private static List<Interval> discs(Matrix<DecimalInterval> a) {
    List<Interval> discs = new ArrayList<>();
    for (int i = 0; i < a.rows(); i++) {
      BigDecimal radius = BigDecimal.ZERO;
      for (int j = 0; j < a.columns(); j++) {
        if (j != i) {
          radius = radius.add(a.get(i, j).magnitude());
        }
      }
      DecimalInterval center = a.get(i, i);
      discs.add(
          new DecimalInterval(center.lower().subtract(radius), center.upper().add(radius))
              .toInterval());
    }
    return discs;
  }

  private static Interval stretch(Matrix<DecimalInterval> n) {
    Interval hull = discs(n).stream().reduce(ClusterEnclosures::hull).orElseThrow();
    if (hull.lower().signum() <= 0) {
      throw new ArithmeticException("approximate eigenvectors are too far from orthogonal");
    }
    return hull;
  }

  private static List<Enclosure> clusters(List<Interval> discs) {
    List<Enclosure> clusters = new ArrayList<>();
    for (Interval disc : discs) {
      clusters.add(new Enclosure(disc, 1));
    }
    return clusters;
  }

  /** Joins what has a number in common, until all are disjoint; ascending. */
  private static List<Enclosure> merge(List<Enclosure> enclosures) {
    List<Enclosure> sorted = new ArrayList<>(enclosures);
    sorted.sort(Comparator.comparing(Enclosure::lower, Rationals::compare));
    List<Enclosure> merged = new ArrayList<>();
    Enclosure current = sorted.get(0);
    for (Enclosure next : sorted.subList(1, sorted.size())) {
      if (!current.interval().isBelow(next.interval())) {
        current =
            new Enclosure(
                hull(current.interval(), next.interval()), current.count() + next.count());
      } else {
        merged.add(current);
        current = next;
      }
    }
    merged.add(current);
    return merged;
  }

  private static Interval hull(Interval a, Interval b) {
    BigFraction lower = Rationals.compare(a.lower(), b.lower()) < 0 ? a.lower() : b.lower();
    return new Interval(lower, Rationals.max(a.upper(), b.upper()));
  }

  /** The quotients x / t with x in the interval and t in the factor, which is positive. */
  private static Interval divide(Interval interval, Interval factor) {
    BigFraction lower = interval.lower();
    BigFraction upper = interval.upper();
    return new Interval(
        lower.divide(lower.signum() < 0 ? factor.lower() : factor.upper()),
        upper.divide(upper.signum() < 0 ? factor.upper() : factor.lower()));
  }
}
