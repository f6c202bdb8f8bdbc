// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.ONE;
import static org.noisygd.verify.claims.RationalProblem.Q;
import static org.noisygd.verify.claims.RationalProblem.q;
import static org.noisygd.verify.claims.RationalProblem.scalars;
import static org.noisygd.verify.claims.RationalProblem.step;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.eigenvalue.CertifiedSpectrum;
import org.noisygd.theory.landscape.EigenPolynomial;
import org.noisygd.theory.landscape.GramChange;
import org.noisygd.theory.landscape.Spectrum;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.theory.settling.PhaseThree;
import org.noisygd.theory.settling.StationaryMoments;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/** Checks of the iteration on the landscape: conservation, symmetry, step sizes and rates. */
final class DynamicsChecks {
  private DynamicsChecks() {}

  static List<Check> all() {
    return List.of(
        Check.exact(
            "GD.conservation",
            "Gradient descent changes X^T X / etaX - Y^T Y / etaY by the closed form alone",
            DynamicsChecks::conservation),
        Check.exact(
            "T1.sign",
            "The update commutes with (x, y) -> -(x, y), so both signs are limits",
            DynamicsChecks::sign),
        Check.exact(
            "T1.initialisation",
            "With eta = 0.01, M = 1: from x0 = y0 = 15 gradient descent diverges, but not from 13",
            DynamicsChecks::initialisation),
        Check.enclosed(
            "P3.rate",
            "The rates of Phases II and III are eigenvalues of diag(eta) H at the optimum",
            DynamicsChecks::rate),
        Check.exact(
            "P3.linearisation",
            "The mean update near the optimum is I - diag(eta) H to first order",
            DynamicsChecks::linearisation),
        Check.exact(
            "P3.imbalance",
            "In one dimension the mean of x^2 - y^2 shrinks by the closed factor, everywhere",
            DynamicsChecks::imbalance),
        Check.exact(
            "P3.balance",
            "At any rank X^T X - Y^T Y shrinks in the mean by 1 - 2 eta c, to second order",
            DynamicsChecks::balance),
        Check.exact(
            "P3.settled",
            "Balanced, at rank one, the imbalance settles with the closed variance, to first order",
            DynamicsChecks::stationaryVariance));
  }

  private static void conservation(Tally tally) {
    int[][] sizes = {{1, 1, 1}, {3, 2, 1}, {2, 4, 2}, {3, 3, 3}};
    BigFraction etaX = q(1, 200);
    BigFraction etaY = q(3, 100);
    for (RationalProblem.Point point : RationalProblem.points(3, sizes)) {
      Factors<BigFraction> at = point.at();
      Factors<BigFraction> next = step(point.f(), at, at, etaX, etaY);
      GramChange<BigFraction> before = new GramChange<>(point.f(), at, etaX, etaY);
      GramChange<BigFraction> after = new GramChange<>(point.f(), next, etaX, etaY);
      Matrix<BigFraction> change = after.invariant().minus(before.invariant());
      tally.equal(point.name(), change, before.changeOfInvariant());
    }
  }

  /**
   * The mirror image of a run is the run from the mirrored start with mirrored noise, and the
   * distribution of Gaussian noise is symmetric. So from (0, 0) both limits are equally probable.
   */
  private static void sign(Tally tally) {
    BigFraction minus = q(-1);
    Factors<BigFraction> noise = RationalProblem.point(3, 2, 1, 11);
    for (RationalProblem.Point point : RationalProblem.points(4, new int[] {3, 2, 1})) {
      MatrixFactorization<BigFraction> f = point.f();
      Factors<BigFraction> at = point.at();
      Factors<BigFraction> next = step(f, at, at.plus(noise), q(1, 100), q(1, 50));
      Factors<BigFraction> mirrored = at.scale(minus);
      Factors<BigFraction> mirrorImage =
          step(f, mirrored, mirrored.plus(noise.scale(minus)), q(1, 100), q(1, 50));
      tally.equal(point.name(), mirrorImage, next.scale(minus));
    }
  }

  /**
   * On x = y an update is x' = x (1 - eta (x^2 - 1)). If eta (x^2 - 1) > 2, then |x'| > |x|, so the
   * condition stays true and |x| grows by a growing factor: divergence is proved at the first step.
   * If 1 < |x| and eta |x| (|x| + 1) <= 1, then (|x'| - 1) = (|x| - 1)(1 - eta |x| (|x| + 1)) with
   * a factor in [0, 1 - 2 eta]: convergence to +-1 is proved from there.
   */
  private static void initialisation(Tally tally) {
    BigFraction eta = q(1, 100);
    tally.holds("15 diverges", diverges(q(15), eta), "it is not in the region of growth");
    BigFraction x = q(15);
    for (int t = 1; t <= 4; t++) {
      BigFraction next = diagonalStep(x, eta);
      boolean grows = Rationals.compare(next.abs(), x.abs()) > 0;
      tally.holds("15, step " + t, grows, "|x| falls to " + next.abs());
      x = next;
    }
    BigFraction after = diagonalStep(q(13), eta).abs();
    tally.holds("13 does not diverge", !diverges(q(13), eta), "it is in the region of growth");
    tally.holds(
        "13 converges",
        Rationals.compare(after, BigFraction.ONE) > 0
            && Rationals.compare(eta.multiply(after).multiply(after.add(1)), BigFraction.ONE) <= 0,
        "|x| = " + after + " after a step is not in the region of convergence");
    // The step size must fit the start: with eta = 1/200 the start 15 converges too.
    BigFraction smaller = diagonalStep(q(15), q(1, 200)).abs();
    tally.holds(
        "15 converges with half the step",
        Rationals.compare(smaller, q(15)) < 0 && !diverges(q(15), q(1, 200)),
        "|x| = " + smaller);
  }

  private static boolean diverges(BigFraction x, BigFraction eta) {
    return Rationals.compare(eta.multiply(x.multiply(x).subtract(1)), q(2)) > 0;
  }

  private static BigFraction diagonalStep(BigFraction x, BigFraction eta) {
    Factors<BigFraction> at = scalars(x, x);
    return step(new MatrixFactorization<>(ONE), at, at, eta, eta).x().get(0, 0);
  }

  private static void rate(Tally tally) {
    BigFraction[][] rootsOfSteps = {
      {q(1, 10), q(1, 10)}, {q(1, 20), q(1, 10)}, {q(3, 10), q(1, 7)}
    };
    for (RationalProblem problem : RationalProblem.small()) {
      Theorem2<BigFraction> theorem = problem.theorem();
      if (theorem.r() > 1) {
        continue;
      }
      Matrix<BigFraction> hessian = problem.smoothed().hessian(theorem.optimum());
      for (BigFraction[] roots : rootsOfSteps) {
        scaledCase(tally, problem, hessian, roots[0], roots[1]);
      }
    }
    for (BigFraction sigmaSquared : List.of(q(1, 400), q(3, 40), q(1, 2))) {
      var balanced = RationalProblem.theorem2(1, 1, List.of(q(1)), q(1), sigmaSquared);
      BigFraction rate = PhaseThree.of(balanced, 0, q(1, 100), q(1, 100)).rate();
      tally.equal("balanced, sigma^2 = " + sigmaSquared, rate, sigmaSquared.multiply(q(2, 100)));
    }
  }

  /** D^1/2 H D^1/2 has the spectrum of D H; D has the step sizes on its diagonal. */
  private static void scaledCase(
      Tally tally,
      RationalProblem problem,
      Matrix<BigFraction> hessian,
      BigFraction rootX,
      BigFraction rootY) {
    Theorem2<BigFraction> theorem = problem.theorem();
    int d1 = theorem.a().rows();
    int d2 = theorem.b().rows();
    List<BigFraction> roots = new ArrayList<>();
    for (int p = 0; p < d1 + d2; p++) {
      roots.add(p < d1 ? rootX : rootY);
    }
    Matrix<BigFraction> scale = Matrix.diagonal(Q, roots);
    Matrix<BigFraction> scaled = scale.times(hessian).times(scale);
    BigFraction etaX = rootX.multiply(rootX);
    BigFraction etaY = rootY.multiply(rootY);
    PhaseThree<BigFraction> phase = PhaseThree.of(theorem, 0, etaX, etaY);
    BigFraction sigma = theorem.sigma().get(0);
    Spectrum<BigFraction> closed =
        new Spectrum<>(
            List.of(
                EigenPolynomial.ofRoot(Q, etaX.multiply(sigma).divide(theorem.gamma()), d1 - 1),
                EigenPolynomial.ofRoot(Q, etaY.multiply(sigma).multiply(theorem.gamma()), d2 - 1),
                phase.rates().polynomial(1)));
    String name = problem.name() + ", etaX = " + etaX + ", etaY = " + etaY;
    SpectrumComparison.identity(tally, name, scaled, closed);
    SpectrumComparison.enclosures(tally, name, scaled, closed);
    // The rate of Phase III is the smallest eigenvalue.
    var least = CertifiedSpectrum.of(scaled, 30).least();
    Spectrum<BigFraction> pair = new Spectrum<>(List.of(phase.rates().polynomial(1)));
    tally.holds(
        name + ", the least",
        SpectrumComparison.inside(pair, least) == 1 && least.lower().signum() > 0,
        "no rate in " + least.interval());
  }

  private static void linearisation(Tally tally) {
    BigFraction etaX = q(1, 100);
    BigFraction etaY = q(1, 50);
    for (RationalProblem problem : RationalProblem.small()) {
      Theorem2<BigFraction> theorem = problem.theorem();
      int d1 = theorem.a().rows();
      int d2 = theorem.b().rows();
      BigFraction v1 = theorem.sigmaSquared().multiply(theorem.gamma().pow(2)).divide(d1);
      BigFraction v2 = theorem.sigmaSquared().divide(d2);
      MatrixFactorization<BigFraction> f = new MatrixFactorization<>(theorem.target());
      Factors<BigFraction> optimum = theorem.optimum();
      for (int p = 0; p < optimum.variables(); p++) {
        Factors<BigFraction> axis = Differences.axis(optimum, p);
        Factors<BigFraction> h = problem.smoothed().hessianVectorProduct(optimum, axis);
        List<BigFraction> closed = axis.minus(h.scale(etaX, etaY)).toVariables();
        List<BigFraction> derivative =
            Differences.firstOfField(
                    at -> new UpdateMoments<>(f, at, etaX, etaY, v1, v2).mean(), optimum, axis)
                .toVariables();
        tally.equal(problem.name() + ", column " + p, derivative, closed);
      }
    }
  }

  private static void imbalance(Tally tally) {
    ThreePointDistribution distribution = ThreePointDistribution.likeGaussian(q(1, 3));
    MatrixFactorization<BigFraction> f = new MatrixFactorization<>(ONE);
    BigFraction eta = q(1, 50);
    for (BigFraction x : List.of(q(3), q(-1, 2), q(7, 5))) {
      for (BigFraction y : List.of(q(5), q(5, 7), q(0))) {
        Factors<BigFraction> at = scalars(x, y);
        BigFraction mean =
            distribution.mean(
                at, noise -> step(f, at, at.plus(noise), eta, eta).imbalance(q(1)).trace());
        BigFraction closed =
            PhaseThree.imbalanceFactor(Q, x, y, eta, distribution.variance())
                .multiply(x.multiply(x).subtract(y.multiply(y)));
        tally.equal("x = " + x + ", y = " + y, mean, closed);
      }
    }
  }

  /** The whole matrix X^T X - Y^T Y, in the mean over all outcomes of random signs. */
  private static void balance(Tally tally) {
    ThreePointDistribution distribution = ThreePointDistribution.signs(q(1, 2));
    BigFraction eta = q(1, 100);
    int[][] sizes = {{1, 1, 1}, {1, 1, 3}, {3, 3, 1}, {2, 2, 2}};
    for (RationalProblem.Point point : RationalProblem.points(2, sizes)) {
      Factors<BigFraction> at = point.at();
      BigFraction c = distribution.variance().multiply(at.d1());
      List<BigFraction> means =
          distribution.means(
              at,
              noise -> {
                Factors<BigFraction> gradient = point.f().gradient(at.plus(noise));
                Matrix<BigFraction> after = at.minus(gradient.scale(eta)).imbalance(q(1));
                List<BigFraction> values = new ArrayList<>(after.entries());
                values.addAll(gradient.imbalance(q(1)).entries());
                return values;
              });
      Matrix<BigFraction> before = at.imbalance(q(1));
      int entries = before.entries().size();
      for (int k = 0; k < entries; k++) {
        BigFraction shrunk =
            before.entries().get(k).multiply(q(1).subtract(eta.multiply(c).multiply(2)));
        BigFraction expected = shrunk.add(eta.multiply(eta).multiply(means.get(entries + k)));
        tally.equal(point.name() + ", entry " + k, means.get(k), expected);
      }
    }
  }

  /** Compares the closed variance with the solution of the Stein equation, both linearised. */
  private static void stationaryVariance(Tally tally) {
    int[][] sizes = {{1, 1}, {2, 3}, {20, 30}};
    BigFraction[][] settings = {
      {q(1), q(1, 100), q(1, 100)}, {q(3, 2), q(2), q(1, 50)}, {q(1, 2), q(1, 7), q(1, 3)}
    };
    for (int[] size : sizes) {
      for (BigFraction[] setting : settings) {
        RationalProblem problem =
            RationalProblem.of(size[0], size[1], q(1), setting[1], List.of(setting[0]));
        BigFraction eta = setting[2];
        BigFraction got = StationaryMoments.of(problem.theorem(), eta, eta).imbalance().variance();
        BigFraction closed = PhaseThree.settledImbalanceVariance(problem.theorem(), eta);
        tally.equal(problem.name() + ", eta = " + eta, got, closed);
      }
    }
  }
}
