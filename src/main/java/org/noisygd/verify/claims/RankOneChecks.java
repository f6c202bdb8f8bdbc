// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.Q;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.Objective;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.eigenvalue.CertifiedSpectrum;
import org.noisygd.theory.landscape.Lemma1;
import org.noisygd.theory.landscape.Lemma2;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/** Checks of Lemmas 1 and 2: the derivatives of F, and at rank one its optima and saddles. */
final class RankOneChecks {
  /** The scales alpha of the optima: from 1e-8 to 1e8, of both signs. */
  private static final List<BigFraction> ALPHAS =
      List.of(q(1), q(-2), q(3, 7), q(1, 100_000_000), q(-100_000_000), q(1000, 999));

  private static final int[][] SIZES = {{1, 1}, {1, 2}, {2, 1}, {1, 5}, {4, 1}, {2, 2}, {4, 3}};

  private RankOneChecks() {}

  static List<Check> all() {
    return List.of(
        Check.exact(
            "L1.gradient",
            "The gradient is (X Y^T - M) Y and (X Y^T - M)^T X",
            RankOneChecks::gradient),
        Check.exact(
            "L1.hessian",
            "The Hessian, and its product with a direction, are the second derivatives",
            RankOneChecks::hessian),
        Check.exact(
            "L1.stationary",
            "The gradient of F vanishes at the points that Lemma 1 lists and at no other tested",
            RankOneChecks::stationary),
        Check.exact(
            "L1.strict-saddle",
            "The listed saddles have one negative eigenvalue, with the closed spectrum",
            RankOneChecks::strictSaddle),
        Check.exact(
            "L2.spectrum",
            "At (alpha u, v/alpha) the Hessian has the closed characteristic polynomial",
            tally ->
                eachOptimum(
                    (name, hessian, lemma) ->
                        SpectrumComparison.identity(tally, name, hessian, lemma.spectrum()))),
        Check.enclosed(
            "L2.multiplicity",
            "Each eigenvalue at the optimum has the multiplicity that was proved, and 0 is simple",
            RankOneChecks::multiplicity),
        Check.enclosed(
            "L2.kappa",
            "For d1, d2 >= 2 the condition number is max(alpha^4, alpha^-4) + 1",
            tally -> kappa(tally, false)),
        Check.enclosed(
            "L2.kappa-small-dimension",
            "With a dimension of 1 the condition number is the corrected one",
            tally -> kappa(tally, true)));
  }

  /** Passes the problems and points for tests of the derivatives to a consumer. */
  private static void eachPoint(BiConsumer<Objective<BigFraction>, Factors<BigFraction>> use) {
    int[][] sizes = {{1, 1, 1}, {2, 3, 1}, {3, 2, 2}, {2, 2, 3}};
    RationalProblem.points(2, sizes).forEach(point -> use.accept(point.f(), point.at()));
  }

  private static void gradient(Tally tally) {
    eachPoint(
        (f, at) -> {
          List<BigFraction> gradient = f.gradient(at).toVariables();
          for (int p = 0; p < at.variables(); p++) {
            BigFraction expected =
                Differences.first(
                    point -> Differences.loss(f.target(), point), at, Differences.axis(at, p));
            tally.equal(f.target().shape() + ", derivative " + p, gradient.get(p), expected);
          }
        });
  }

  private static void hessian(Tally tally) {
    eachPoint(
        (f, at) -> {
          Matrix<BigFraction> hessian = f.hessian(at);
          List<BigFraction> squares = new ArrayList<>();
          for (int p = 0; p < at.variables(); p++) {
            squares.add(secondDerivative(f, at, Differences.axis(at, p)));
          }
          for (int p = 0; p < at.variables(); p++) {
            List<BigFraction> product =
                f.hessianVectorProduct(at, Differences.axis(at, p)).toVariables();
            for (int s = 0; s <= p; s++) {
              // By polarisation, from second derivatives along axes and their sums.
              Factors<BigFraction> sum = Differences.axis(at, p).plus(Differences.axis(at, s));
              BigFraction expected =
                  p == s
                      ? squares.get(p)
                      : secondDerivative(f, at, sum)
                          .subtract(squares.get(p))
                          .subtract(squares.get(s))
                          .divide(2);
              tally.holds(
                  f.target().shape() + ", entry " + p + ", " + s,
                  hessian.get(p, s).equals(expected)
                      && hessian.get(s, p).equals(expected)
                      && product.get(s).equals(expected),
                  hessian.get(p, s) + " and " + product.get(s) + ", by differences " + expected);
            }
          }
        });
  }

  private static BigFraction secondDerivative(
      Objective<BigFraction> f, Factors<BigFraction> at, Factors<BigFraction> direction) {
    return Differences.second(point -> Differences.loss(f.target(), point), at, direction);
  }

  private static void stationary(Tally tally) {
    for (int[] size : SIZES) {
      Lemma1<BigFraction> lemma = RationalProblem.lemma1(size[0], size[1]);
      MatrixFactorization<BigFraction> f = new MatrixFactorization<>(lemma.target());
      for (BigFraction alpha : ALPHAS) {
        stationaryCase(tally, lemma, f, lemma.optimum(alpha), Lemma1.Kind.GLOBAL_OPTIMUM);
      }
      for (Factors<BigFraction> saddle : saddles(lemma)) {
        stationaryCase(tally, lemma, f, saddle, Lemma1.Kind.STRICT_SADDLE);
      }
      for (Factors<BigFraction> point : nonStationary(lemma)) {
        stationaryCase(tally, lemma, f, point, Lemma1.Kind.NOT_STATIONARY);
      }
    }
  }

  private static void stationaryCase(
      Tally tally,
      Lemma1<BigFraction> lemma,
      MatrixFactorization<BigFraction> f,
      Factors<BigFraction> at,
      Lemma1.Kind expected) {
    boolean vanishes = RationalProblem.vanishes(f.gradient(at));
    boolean isZero = f.loss(at).signum() == 0;
    Lemma1.Kind kind = lemma.classify(at);
    boolean fits =
        kind == expected
            && vanishes == (kind != Lemma1.Kind.NOT_STATIONARY)
            && isZero == (kind == Lemma1.Kind.GLOBAL_OPTIMUM);
    tally.holds(
        f.target().shape() + ", " + expected,
        fits,
        "at " + at.x() + ", " + at.y() + " the lemma says " + kind + ", gradient zero " + vanishes);
  }

  /** Saddles (x, 0) and (0, y), with x orthogonal to u and y to v; x or y may be 0. */
  static List<Factors<BigFraction>> saddles(Lemma1<BigFraction> lemma) {
    int d1 = lemma.u().rows();
    int d2 = lemma.v().rows();
    Factors<BigFraction> at = RationalProblem.point(d1, d2, 1, 7);
    Matrix<BigFraction> x = at.x().minus(lemma.u().scale(lemma.u().inner(at.x())));
    Matrix<BigFraction> y = at.y().minus(lemma.v().scale(lemma.v().inner(at.y())));
    return List.of(
        lemma.saddleOfX(x), lemma.saddleOfY(y), lemma.saddleOfX(x.scale(BigFraction.ZERO)));
  }

  /** Points that each violate one condition of the lemma. */
  private static List<Factors<BigFraction>> nonStationary(Lemma1<BigFraction> lemma) {
    List<Factors<BigFraction>> points = new ArrayList<>();
    for (Factors<BigFraction> saddle : saddles(lemma)) {
      points.add(saddle.plus(new Factors<>(lemma.u(), lemma.v().scale(BigFraction.ZERO))));
      points.add(saddle.plus(new Factors<>(lemma.u().scale(BigFraction.ZERO), lemma.v())));
    }
    points.add(new Factors<>(lemma.u(), lemma.v().negate()));
    points.add(new Factors<>(lemma.u().scale(q(2)), lemma.v()));
    return points;
  }

  private static void strictSaddle(Tally tally) {
    for (int[] size : SIZES) {
      Lemma1<BigFraction> lemma = RationalProblem.lemma1(size[0], size[1]);
      MatrixFactorization<BigFraction> f = new MatrixFactorization<>(lemma.target());
      for (Factors<BigFraction> saddle : saddles(lemma)) {
        String name = f.target().shape() + ", squared norm " + saddle.inner(saddle);
        SpectrumComparison.whole(tally, name, f.hessian(saddle), lemma.saddleSpectrum(saddle));
        Factors<BigFraction> direction = lemma.descentDirection(saddle);
        BigFraction curvature = secondDerivative(f, saddle, direction);
        tally.holds(
            name + ", curvature",
            curvature.equals(lemma.curvature(saddle)) && curvature.signum() < 0,
            curvature + " by differences, " + lemma.curvature(saddle) + " in closed form");
      }
    }
  }

  /** A test of one optimum (alpha u, v / alpha). */
  private interface OptimumCase {
    void decide(String name, Matrix<BigFraction> hessian, Lemma2<BigFraction> lemma);
  }

  private static void eachOptimum(OptimumCase optimumCase) {
    for (int[] size : SIZES) {
      Lemma1<BigFraction> lemma1 = RationalProblem.lemma1(size[0], size[1]);
      MatrixFactorization<BigFraction> f = new MatrixFactorization<>(lemma1.target());
      for (BigFraction alpha : ALPHAS) {
        optimumCase.decide(
            f.target().shape() + ", alpha = " + alpha,
            f.hessian(lemma1.optimum(alpha)),
            new Lemma2<>(Q, size[0], size[1], alpha));
      }
    }
  }

  private static void multiplicity(Tally tally) {
    eachOptimum(
        (name, hessian, lemma) -> {
          SpectrumComparison.enclosures(tally, name, hessian, lemma.spectrum());
          SpectrumComparison.signs(tally, name, hessian, lemma.spectrum());
          tally.equal(name + ", zeros", lemma.spectrum().zeros(), 1);
        });
  }

  private static void kappa(Tally tally, boolean smallDimension) {
    eachOptimum(
        (name, hessian, lemma) -> {
          if ((lemma.d1() == 1 || lemma.d2() == 1) == smallDimension) {
            var proved = CertifiedSpectrum.of(hessian, 50).conditionNumber();
            tally.holds(
                name,
                proved.contains(lemma.kappa())
                    && (smallDimension || lemma.kappa().equals(printedKappa(lemma.alpha()))),
                lemma.kappa() + " in closed form, proved to be in " + proved);
          }
        });
  }

  /** Lemma 2 as printed: max(alpha^4, alpha^-4) + 1. */
  static BigFraction printedKappa(BigFraction alpha) {
    BigFraction fourth = alpha.pow(4);
    return Rationals.max(fourth, fourth.reciprocal()).add(1);
  }
}
