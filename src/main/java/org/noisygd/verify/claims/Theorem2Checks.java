// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.Q;
import static org.noisygd.verify.claims.RationalProblem.orthonormal;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.List;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.eigenvalue.CharacteristicPolynomial;
import org.noisygd.theory.eigenvalue.Inertia;
import org.noisygd.theory.landscape.EigenPolynomial;
import org.noisygd.theory.landscape.Spectrum;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/** Checks of Theorem 2: the smoothed landscape of any rank, on both sides of its hypothesis. */
final class Theorem2Checks {
  private Theorem2Checks() {}

  static List<Check> all() {
    return List.of(
        Check.exact(
            "T2.balanced",
            "X^T grad_X Fs - (grad_Y Fs)^T Y = sigma^2 (X^T X - gamma^2 Y^T Y) everywhere",
            Theorem2Checks::balanced),
        Check.exact(
            "T2.optimum",
            "No value is below the optimum's: the difference is a sum of squares",
            Theorem2Checks::optimum),
        Check.exact(
            "T2.orbit",
            "Every (U, V) R, R orthogonal, is an optimum with the same spectrum",
            Theorem2Checks::orbit),
        Check.exact(
            "T2.saddles",
            "Dropping singular values gives strict saddles with the closed value and directions",
            Theorem2Checks::saddles),
        Check.exact(
            "T2.spectrum",
            "The whole Hessian at the optimum and at the saddles has the closed spectrum",
            Theorem2Checks::spectrum),
        Check.exact(
            "T2.zero-modes",
            "r (r - 1) / 2 eigenvalues at the optimum are zero and all others are positive",
            Theorem2Checks::zeroModes),
        Check.exact(
            "T2.rotation-block",
            "The 4 x 4 block has one zero eigenvalue and the closed cubic",
            Theorem2Checks::rotationBlock),
        Check.exact(
            "T2.hypotheses",
            "Below gamma sigma^2 = Sigma_min the theorem holds; on and above it, it does not",
            Theorem2Checks::hypotheses));
  }

  private static void balanced(Tally tally) {
    for (RationalProblem problem : RationalProblem.grid()) {
      Theorem2<BigFraction> theorem = problem.theorem();
      BigFraction gammaSquared = theorem.gamma().multiply(theorem.gamma());
      for (long seed = 1; seed <= 3; seed++) {
        Factors<BigFraction> at = point(theorem, seed);
        Factors<BigFraction> g = problem.smoothed().gradient(at);
        Matrix<BigFraction> left =
            at.x().transpose().times(g.x()).minus(g.y().transpose().times(at.y()));
        Matrix<BigFraction> right = at.imbalance(gammaSquared).scale(theorem.sigmaSquared());
        tally.equal(problem.name(), left, right);
      }
      for (Set<Integer> kept : problem.subsets()) {
        tally.equal(
            problem.name() + ", kept " + kept,
            theorem.stationaryPoint(kept).imbalance(gammaSquared).normSquared(),
            BigFraction.ZERO);
      }
    }
  }

  private static Factors<BigFraction> point(Theorem2<BigFraction> theorem, long seed) {
    return RationalProblem.point(theorem.a().rows(), theorem.b().rows(), theorem.r(), seed);
  }

  private static void optimum(Tally tally) {
    for (RationalProblem problem : RationalProblem.grid()) {
      Theorem2<BigFraction> theorem = problem.theorem();
      var fs = problem.smoothed();
      Factors<BigFraction> optimum = theorem.optimum();
      boolean vanishes = RationalProblem.vanishes(fs.gradient(optimum));
      tally.holds(problem.name() + ", gradient", vanishes, "not zero at the optimum");
      tally.equal(problem.name() + ", value", fs.loss(optimum), theorem.optimalValue());
      excessCase(tally, problem.name(), fs, theorem, optimum);
      for (long seed = 1; seed <= 4; seed++) {
        Factors<BigFraction> point = point(theorem, seed);
        excessCase(tally, problem.name(), fs, theorem, point);
        excessCase(tally, problem.name(), fs, theorem, optimum.plus(point.scale(q(1, 1000))));
      }
    }
  }

  /** Tests that Fs(at) is the optimal value plus the non-negative sum of squares. */
  static void excessCase(
      Tally tally,
      String name,
      SmoothedFactorization<BigFraction> fs,
      Theorem2<BigFraction> theorem,
      Factors<BigFraction> at) {
    BigFraction difference = fs.loss(at).subtract(theorem.optimalValue());
    BigFraction squares = theorem.excess(at);
    tally.holds(
        name + ", sum of squares",
        difference.equals(squares) && squares.signum() >= 0,
        difference + " above the optimum, " + squares + " as squares");
  }

  private static void orbit(Tally tally) {
    for (RationalProblem problem : RationalProblem.small()) {
      Theorem2<BigFraction> theorem = problem.theorem();
      var fs = problem.smoothed();
      int r = theorem.r();
      // A reflection (of determinant -1), and the product of two, a rotation.
      Matrix<BigFraction> reflection = orthonormal(r, r, 0);
      Matrix<BigFraction> rotation = reflection.times(orthonormal(r, r, 1));
      for (Matrix<BigFraction> turn : List.of(reflection, rotation)) {
        Factors<BigFraction> optimum = theorem.optimum();
        Factors<BigFraction> turned =
            new Factors<>(optimum.x().times(turn), optimum.y().times(turn));
        tally.holds(
            problem.name() + ", turned",
            RationalProblem.vanishes(fs.gradient(turned))
                && fs.loss(turned).equals(theorem.optimalValue())
                && theorem.excess(turned).signum() == 0,
            "no optimum after " + turn);
        SpectrumComparison.identity(
            tally, problem.name() + ", turned", fs.hessian(turned), theorem.spectrum());
      }
    }
  }

  private static void saddles(Tally tally) {
    for (RationalProblem problem : RationalProblem.grid()) {
      Theorem2<BigFraction> theorem = problem.theorem();
      var fs = problem.smoothed();
      for (Set<Integer> kept : problem.subsets()) {
        if (kept.size() == theorem.r()) {
          continue;
        }
        String name = problem.name() + ", kept " + kept;
        Factors<BigFraction> at = theorem.stationaryPoint(kept);
        tally.holds(
            name,
            RationalProblem.vanishes(fs.gradient(at))
                && fs.loss(at).equals(theorem.value(kept))
                && theorem.excess(at).signum() > 0
                && theorem.spectrum(kept).negatives() > 0,
            "not a stationary point of the closed value");
        for (int k = 0; k < theorem.r(); k++) {
          if (!kept.contains(k)) {
            Factors<BigFraction> direction = theorem.descentDirection(k);
            BigFraction form = direction.inner(fs.hessianVectorProduct(at, direction));
            tally.holds(
                name + ", along " + k,
                form.equals(theorem.curvature(k)) && form.signum() < 0,
                form + ", closed " + theorem.curvature(k));
          }
        }
      }
    }
  }

  private static void spectrum(Tally tally) {
    for (RationalProblem problem : RationalProblem.grid()) {
      for (Set<Integer> kept : problem.subsets()) {
        Theorem2<BigFraction> theorem = problem.theorem();
        Matrix<BigFraction> hessian = problem.smoothed().hessian(theorem.stationaryPoint(kept));
        SpectrumComparison.identity(
            tally, problem.name() + ", kept " + kept, hessian, theorem.spectrum(kept));
      }
    }
  }

  private static void zeroModes(Tally tally) {
    for (RationalProblem problem : RationalProblem.grid()) {
      Theorem2<BigFraction> theorem = problem.theorem();
      Matrix<BigFraction> hessian = problem.smoothed().hessian(theorem.optimum());
      int rotations = theorem.r() * (theorem.r() - 1) / 2;
      Inertia expected = new Inertia(0, rotations, hessian.rows() - rotations);
      tally.equal(problem.name(), Inertia.of(hessian), expected);
      SpectrumComparison.signs(tally, problem.name(), hessian, theorem.spectrum());
    }
    for (RationalProblem problem : RationalProblem.small()) {
      Theorem2<BigFraction> theorem = problem.theorem();
      for (Set<Integer> kept : problem.subsets()) {
        SpectrumComparison.signs(
            tally,
            problem.name() + ", kept " + kept,
            problem.smoothed().hessian(theorem.stationaryPoint(kept)),
            theorem.spectrum(kept));
      }
    }
  }

  private static void rotationBlock(Tally tally) {
    for (RationalProblem problem : RationalProblem.grid()) {
      Theorem2<BigFraction> theorem = problem.theorem();
      for (int i = 0; i < theorem.r(); i++) {
        for (int j = i + 1; j < theorem.r(); j++) {
          Spectrum<BigFraction> closed =
              new Spectrum<>(
                  List.of(
                      EigenPolynomial.ofRoot(Q, BigFraction.ZERO, 1), theorem.rotationCubic(i, j)));
          var proved = CharacteristicPolynomial.of(theorem.rotationBlock(i, j));
          tally.holds(
              problem.name() + ", plane " + i + ", " + j,
              closed.characteristicPolynomial().equals(proved.coefficients())
                  && proved.multiplicity(BigFraction.ZERO) == 1
                  && closed.positives() == 3,
              "the polynomials differ");
        }
      }
    }
  }

  /**
   * Tests Sigma_1 = c + 1 and Sigma_2 = 1 with c = gamma sigma^2 at 1 - 2^-40, 1 and 1 + 2^-40. At
   * the point that keeps only Sigma_1 the Hessian must have a negative eigenvalue if c < 1, a
   * further zero eigenvalue if c = 1, and neither if c > 1.
   */
  private static void hypotheses(Tally tally) {
    BigFraction step = Rationals.powerOfTwo(-40);
    for (BigFraction gamma : List.of(q(1, 1024), q(1), q(4))) {
      edgeCase(tally, gamma, BigFraction.ONE.subtract(step), true, new Inertia(1, 1, 6));
      edgeCase(tally, gamma, BigFraction.ONE, false, new Inertia(0, 2, 6));
      edgeCase(tally, gamma, BigFraction.ONE.add(step), false, new Inertia(0, 1, 7));
    }
    List<BigFraction> two = List.of(q(2));
    RationalProblem.hypothesis(
        tally, "sigma = 0", false, () -> RationalProblem.theorem2(2, 2, two, q(2), q(0)));
    List<BigFraction> withZero = List.of(q(2), q(0));
    RationalProblem.hypothesis(
        tally,
        "a singular value of 0",
        false,
        () -> RationalProblem.theorem2(2, 2, withZero, q(2), q(1, 8)));
  }

  private static void edgeCase(
      Tally tally, BigFraction gamma, BigFraction c, boolean holds, Inertia expected) {
    String name = "gamma = " + gamma + ", c = " + c;
    Matrix<BigFraction> a = orthonormal(2, 2, 0);
    Matrix<BigFraction> b = orthonormal(2, 2, 1);
    BigFraction sigmaSquared = c.divide(gamma);
    List<BigFraction> sigma = List.of(c.add(1), BigFraction.ONE);
    RationalProblem.hypothesis(
        tally, name, holds, () -> RationalProblem.theorem2(2, 2, sigma, gamma, sigmaSquared));
    var target = a.times(Matrix.diagonal(Q, sigma)).times(b.transpose());
    var noise =
        NoiseMoments.scalar(Q, 2, sigmaSquared.multiply(gamma).multiply(gamma), sigmaSquared);
    BigFraction root = Q.sqrt(gamma);
    Matrix<BigFraction> first = Matrix.diagonal(Q, List.of(root, BigFraction.ZERO));
    Factors<BigFraction> at =
        new Factors<>(a.times(first), b.times(first.scale(gamma.reciprocal())));
    var fs = new SmoothedFactorization<>(target, noise);
    boolean stationary = RationalProblem.vanishes(fs.gradient(at));
    tally.holds(name + ", stationary", stationary, "gradient not zero");
    tally.equal(name + ", signs", Inertia.of(fs.hessian(at)), expected);
  }
}
