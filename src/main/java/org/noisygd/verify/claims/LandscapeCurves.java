// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;
import org.noisygd.report.chart.Points;
import org.noisygd.theory.eigenvalue.CertifiedSpectrum;
import org.noisygd.theory.eigenvalue.Enclosure;
import org.noisygd.theory.landscape.Lemma2;
import org.noisygd.theory.landscape.Lemma3;

/**
 * The curves of the report's figures: a closed form on a fine grid, in binary64, and enclosures by
 * certified eigen-analysis of the full Hessian at some rational points. The enclosures have at
 * least ten digits, far more than a picture shows.
 */
public final class LandscapeCurves {
  private static final int DIGITS = 10;

  private static final RationalArithmetic RATIONALS = RationalArithmetic.INSTANCE;

  private LandscapeCurves() {}

  /** The closed form of kappa at an optimum of F (Lemma 2) for alpha in 2^-4 .. 2^4. */
  public static Points kappa(int d1, int d2) {
    Points points = new Points();
    for (int i = -80; i <= 80; i++) {
      double alpha = StrictMath.pow(2, i / 20.0);
      points.add(alpha, new Lemma2<>(Binary64.INSTANCE, d1, d2, alpha).kappa());
    }
    return points;
  }

  /** Kappa from enclosures of all eigenvalues, at powers of two. */
  public static Points enclosedKappa(int d1, int d2) {
    Points points = new Points();
    for (int k = -4; k <= 4; k++) {
      BigFraction alpha = Rationals.powerOfTwo(k);
      var u = unit(d1);
      var v = unit(d2);
      MatrixFactorization<BigFraction> problem = new MatrixFactorization<>(u.times(v.transpose()));
      Factors<BigFraction> optimum = new Factors<>(u.scale(alpha), v.scale(alpha.reciprocal()));
      var kappa = CertifiedSpectrum.of(problem.hessian(optimum), DIGITS).conditionNumber();
      points.add(Math.scalb(1.0, k), Rationals.roundToDouble(kappa.midpoint()));
    }
    return points;
  }

  /** One of the two eigenvalues of the valley in Lemma 3. */
  public enum Valley {
    /** The curvature along the valley of F, which noise alone makes positive. */
    ALONG,
    /** The curvature across it. */
    ACROSS
  }

  /** Lemma 3's eigenvalue at the smoothed optimum for gamma = 1, by sigma^2 in (0, 1). */
  public static Points valley(Valley which) {
    Points points = new Points();
    for (int i = 1; i < 100; i++) {
      double sigmaSquared = i / 100.0;
      var pair = lemma3(Binary64.INSTANCE, 1, 1.0, sigmaSquared).valleyPair();
      points.add(sigmaSquared, which == Valley.ALONG ? pair.smaller() : pair.larger());
    }
    return points;
  }

  /**
   * All eigenvalues of the full Hessian for d1 = d2 = 2, at smoothed optima with rational
   * coordinates: sigma^2 = 1 - q^2.
   */
  public static Points enclosedValley() {
    Points points = new Points();
    for (int n = 1; n <= 9; n++) {
      BigFraction q = BigFraction.of(n, 10);
      BigFraction sigmaSquared = BigFraction.ONE.subtract(q.pow(2));
      Lemma3<BigFraction> lemma = lemma3(RATIONALS, 2, BigFraction.ONE, sigmaSquared);
      var problem = new SmoothedFactorization<>(lemma.target(), lemma.noise());
      var spectrum = CertifiedSpectrum.of(problem.hessian(lemma.optimum()), DIGITS);
      for (Enclosure enclosure : spectrum.enclosures()) {
        points.add(
            Rationals.roundToDouble(sigmaSquared),
            Rationals.roundToDouble(enclosure.interval().midpoint()));
      }
    }
    return points;
  }

  @SuppressWarnings("shape") // u and v are columns by construction
  private static <T> Lemma3<T> lemma3(Arithmetic<T> arithmetic, int d, T gamma, T sigmaSquared) {
    Matrix<T> first = firstUnit(arithmetic, d);
    return new Lemma3<>(first, first, gamma, sigmaSquared);
  }

  private static <T> Matrix<T> firstUnit(Arithmetic<T> arithmetic, int d) {
    return Matrix.of(arithmetic, d, 1, (i, j) -> i == 0 ? arithmetic.one() : arithmetic.zero());
  }

  /** A rational unit vector: (3/5, 4/5, 0, ...), or (1) if d = 1. */
  @SuppressWarnings("shape") // a column by construction
  private static @Shape({"d", "1"}) Matrix<BigFraction> unit(int d) {
    return d == 1
        ? firstUnit(RATIONALS, 1)
        : Matrix.of(
            RATIONALS,
            d,
            1,
            (i, j) -> i > 1 ? BigFraction.ZERO : BigFraction.of(i == 0 ? 3 : 4, 5));
  }
}
