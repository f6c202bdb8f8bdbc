// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.BoundedNoise;
import org.noisygd.theory.landscape.Lemma3;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.landscape.Theorem1;

/**
 * What is proved of the event that {@link CoverageStudy} measures, from the same start: for
 * Gaussian noise by {@link Theorem1}, to T1 = c/eta^2, and for random signs by {@link
 * BoundedNoise}, to T1 = 1/eta^2. The proofs name their constants, so t1 and c are chosen here:
 *
 * <ul>
 *   <li>t1 is the first time at which the start's share of the bound is delta/10;
 *   <li>c gives the terms in T1 of the bound for Gaussian noise a share of delta/2;
 *   <li>the power p of the bound for random signs is the best of those that the theorem allows.
 * </ul>
 *
 * <p>Steps whose T1 has more than 63 bits are left out. The event that is proved, ||x - u||^2 + ||y
 * - v||^2 &lt;= epsilon^2 up to the common sign, implies the measured one. The bounds are computed
 * with 30 digits: in binary64 few digits of (1 - eta s/5)^t1 are right.
 *
 * @param sigmaSquared sigma^2
 * @param epsilon the distance allowed
 * @param gaussian the bounds for Gaussian noise that say something, by falling steps
 * @param signs those for random signs
 */
record ProvedCoverage(
    double sigmaSquared, double epsilon, List<Bound> gaussian, List<Bound> signs) {
  /** Steps are 10^(-2 - k/{@value}). */
  private static final int STEPS_A_DECADE = 10;

  private static final DecimalArithmetic A = DecimalArithmetic.ofDigits(30);

  /** The least step that is tried. */
  private static final double LEAST = 1e-14;

  /** The greatest power that is tried: 2^-p is then far below delta. */
  private static final int MOST_POWER = 60;

  /**
   * A bound.
   *
   * @param eta the step
   * @param from t1
   * @param to T1
   * @param probability a bound on the probability that the event does not hold
   */
  record Bound(double eta, long from, long to, double probability) {}

  /** Keeps its own copies. */
  ProvedCoverage {
    gaussian = List.copyOf(gaussian);
    signs = List.copyOf(signs);
  }

  /** Whether the theorems cover this noise and this distance. */
  static boolean speaksOf(double sigmaSquared, double epsilon) {
    return 16 * sigmaSquared <= 1 && 3 * sigmaSquared <= epsilon && epsilon <= 2;
  }

  /** All bounds below 1, over the steps from 1/100 down. */
  static ProvedCoverage of(double sigmaSquared, double epsilon) {
    List<Bound> gaussian = new ArrayList<>();
    List<Bound> signs = new ArrayList<>();
    for (int k = 0; ; k++) {
      double eta = StrictMath.pow(10, -2 - (double) k / STEPS_A_DECADE);
      if (eta < LEAST) {
        return new ProvedCoverage(sigmaSquared, epsilon, gaussian, signs);
      }
      Theorem1<BigDecimal> theorem = theorem(sigmaSquared, eta);
      forGaussian(theorem, epsilon).ifPresent(gaussian::add);
      forSigns(theorem, epsilon).ifPresent(signs::add);
    }
  }

  /** The greatest step at which the event is proved with probability 1 - delta. */
  static Optional<Bound> first(List<Bound> bounds) {
    return bounds.stream()
        .filter(bound -> bound.probability() <= CoverageStudy.DELTA)
        .max(Comparator.comparingDouble(Bound::eta));
  }

  @SuppressWarnings("shape") // the sizes are d1, d2 and 1
  private static Theorem1<BigDecimal> theorem(double sigmaSquared, double eta) {
    Matrix<BigDecimal> u = Matrix.of(A, CoverageStudy.D1, 1, (i, k) -> A.of(i == 0 ? 1.0 : 0.0));
    Matrix<BigDecimal> v = Matrix.of(A, CoverageStudy.D2, 1, (j, k) -> A.of(j == 0 ? 1.0 : 0.0));
    return new Theorem1<>(new Lemma3<>(u, v, A.one(), A.fromDouble(sigmaSquared)), scalar(eta));
  }

  private static Scalar<BigDecimal> start(Theorem1<BigDecimal> theorem) {
    return theorem.excess(CoverageStudy.start().toExactly(A));
  }

  private static Optional<Bound> forGaussian(Theorem1<BigDecimal> theorem, double epsilon) {
    double eta = theorem.eta().value().doubleValue();
    double s = theorem.problem().sigmaSquared().doubleValue();
    double level = s * epsilon * epsilon / 4;
    Scalar<BigDecimal> start = start(theorem);
    long from =
        (long)
            Math.ceil(
                5
                    / (eta * s)
                    * StrictMath.log(
                        10 * start.value().doubleValue() / (level * CoverageStudy.DELTA)));
    double c = CoverageStudy.DELTA / 2 * s * s / (720 + 10 / level);
    long to = (long) (c / (eta * eta));
    if (from >= to || to == Long.MAX_VALUE) {
      return Optional.empty();
    }
    return some(
        new Bound(
            eta, from, to, theorem.away(from, to, start, scalar(epsilon)).value().doubleValue()));
  }

  private static Optional<Bound> forSigns(Theorem1<BigDecimal> theorem, double epsilon) {
    double eta = theorem.eta().value().doubleValue();
    double s = theorem.problem().sigmaSquared().doubleValue();
    double level = s * epsilon * epsilon / 4;
    if (100 * eta > s * s * s || 10_000 * eta > level) {
      return Optional.empty();
    }
    int most = (int) Math.min(MOST_POWER, Math.min(s / (300 * eta), level / (8300 * eta * s)));
    return IntStream.rangeClosed(1, most)
        .mapToObj(p -> forSigns(new BoundedNoise<>(theorem, scalar(level), p)))
        .flatMap(Optional::stream)
        .min(Comparator.comparingDouble(Bound::probability));
  }

  private static Optional<Bound> forSigns(BoundedNoise<BigDecimal> theorem) {
    double eta = theorem.local().eta().value().doubleValue();
    Scalar<BigDecimal> start = start(theorem.local());
    double above = start.over(theorem.level()).value().doubleValue() + 0.125;
    long from =
        (long)
            Math.ceil(
                (theorem.p() * StrictMath.log(above) - StrictMath.log(CoverageStudy.DELTA / 10))
                    / theorem.rate().value().doubleValue());
    long to = (long) (1 / (eta * eta));
    if (from >= to || to == Long.MAX_VALUE) {
      return Optional.empty();
    }
    return some(
        new Bound(eta, from, to, theorem.probability(from, to, start).value().doubleValue()));
  }

  /** A bound of 1 or more says nothing. */
  private static Optional<Bound> some(Bound bound) {
    return bound.probability() < 1 ? Optional.of(bound) : Optional.empty();
  }

  private static Scalar<BigDecimal> scalar(double value) {
    return Scalar.of(A, A.fromDouble(value));
  }
}
