// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.ONE;
import static org.noisygd.verify.claims.RationalProblem.Q;
import static org.noisygd.verify.claims.RationalProblem.orthonormal;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.number.Rationals;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.eigenvalue.CharacteristicPolynomial;
import org.noisygd.theory.landscape.Lemma1;
import org.noisygd.theory.landscape.Lemma3;
import org.noisygd.theory.landscape.TraceIdentity;
import org.noisygd.theory.settling.PhaseThree;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/**
 * The counterexamples in {@code proofs-notes/errata.md} to printed statements about descent, in
 * proofs and beside figures: a check passes if the numbers of the entry refute the printed text,
 * and satisfy the corrected statement.
 */
final class DescentErrata {
  private DescentErrata() {}

  static List<Check> all() {
    return List.of(
        Check.exact(
            "ERR.T1-sign",
            "The limit may be -(u, v): from x0 = y0 = -1/2 gradient descent stays negative",
            DescentErrata::sign),
        Check.exact(
            "ERR.T1-floor",
            "At fixed noise the distance to (u, v) stays above sigma^2/2 and the loss above 0",
            DescentErrata::floor),
        Check.exact(
            "ERR.S3-transpose",
            "A column plus a transposed column is no vector: the printed decomposition",
            DescentErrata::transpose),
        Check.exact(
            "ERR.L4-all-times",
            "A bound for all t fails: a set of noise of positive probability breaks it",
            DescentErrata::allTimes),
        Check.exact(
            "ERR.L7-tau",
            "By tau_3, the printed time, the imbalance has hardly changed",
            DescentErrata::tau),
        Check.exact(
            "ERR.F5-flat",
            "The Hessian of (1 - xy)^2 at (1, 1) has the eigenvalue 4: not only flat directions",
            DescentErrata::flat),
        Check.exact(
            "ERR.F5-trace",
            "The balanced optimum does not have the least trace of the Hessian unless d1 = d2",
            DescentErrata::trace),
        Check.measured(
            "ERR.F4-objective",
            "The numbers of Figure 4 belong to half of the objective in its caption",
            DescentErrata::figureFour),
        Check.exact(
            "ERR.S6-anisotropy",
            "Anisotropy across columns breaks rotation invariance; across rows nothing changes",
            DescentErrata::anisotropy));
  }

  /** On x = y in (-1, 0) an update is x' = x (1 + eta (1 - x^2)), in (-1, 0) and below x. */
  private static void sign(Tally tally) {
    MatrixFactorization<BigFraction> f = new MatrixFactorization<>(ONE);
    BigFraction eta = q(1, 100);
    for (int n = 1; n < 20; n++) {
      BigFraction x = q(-n, 20);
      Factors<BigFraction> at = RationalProblem.scalars(x, x);
      BigFraction next = at.minus(f.gradient(at).scale(eta)).x().get(0, 0);
      tally.holds(
          "x = " + x,
          Rationals.compare(next, x) < 0 && Rationals.compare(next, q(-1)) > 0,
          "x' = " + next);
    }
  }

  private static void floor(Tally tally) {
    for (BigFraction root : List.of(q(3, 5), q(99, 100), q(999_999, 1_000_000))) {
      BigFraction sigmaSquared = q(1).subtract(root.multiply(root));
      Lemma3<BigFraction> lemma = RationalProblem.lemma3(3, 2, q(1), sigmaSquared);
      Factors<BigFraction> optimum = lemma.optimum();
      BigFraction distance = Q.sqrt(optimum.x().minus(lemma.u()).normSquared());
      tally.holds(
          "distance, sigma^2 = " + sigmaSquared,
          distance.equals(q(1).subtract(root))
              && Rationals.compare(distance, sigmaSquared.divide(2)) >= 0,
          "distance " + distance);
      BigFraction residual =
          Q.sqrt(new MatrixFactorization<>(lemma.target()).residual(optimum).normSquared());
      tally.equal("||x y^T - M||, sigma^2 = " + sigmaSquared, residual, sigmaSquared);
    }
  }

  private static void transpose(Tally tally) {
    Matrix<BigFraction> x = RationalProblem.point(3, 1, 1, 1).x();
    RationalProblem.hypothesis(tally, "3 x 1 plus 1 x 3", false, () -> x.plus(x.transpose()));
  }

  /**
   * In one dimension, M = 1 and sigma^2 = eta = 1/100, so the bound is x^2 + y^2 <= 200. From any
   * such state, noise that moves the perturbed iterate near (20, 20), at most 35 away, gives |x'|
   * of at least about 80 - |x|. The probability of such noise is bounded away from 0, so it occurs
   * almost surely.
   */
  private static void allTimes(Tally tally) {
    MatrixFactorization<BigFraction> f = new MatrixFactorization<>(ONE);
    BigFraction eta = q(1, 100);
    for (BigFraction x : List.of(q(-14), q(-1), q(0), q(1), q(10), q(14))) {
      for (BigFraction y : List.of(q(-2), q(0), q(1))) {
        for (BigFraction off : List.of(q(-1, 2), q(0), q(1, 2))) {
          Factors<BigFraction> perturbed =
              RationalProblem.scalars(q(20).add(off), q(20).subtract(off));
          Factors<BigFraction> next =
              RationalProblem.scalars(x, y).minus(f.gradient(perturbed).scale(eta));
          BigFraction squares = next.inner(next);
          tally.holds(
              "from (" + x + ", " + y + ")",
              Rationals.compare(squares, q(200)) > 0,
              "x^2 + y^2 = " + squares);
        }
      }
    }
  }

  /**
   * Takes sigma = 1e-4, delta = 1/100, eta = 1e-12, and 100 as the constant in tau_3 = O(eta^-1
   * log(1/sigma) log(1/delta)) < 100 eta^-1 10 5. The mean of x^2 - y^2 shrinks by a factor 1 - rho
   * in each step; (1 - rho)^tau >= 1 - tau rho by Bernoulli.
   */
  private static void tau(Tally tally) {
    BigFraction eta = q(1, 1_000_000_000_000L);
    BigFraction steps = eta.reciprocal().multiply(5000);
    for (BigFraction x : List.of(q(2), q(1, 3), q(1))) {
      BigFraction factor = PhaseThree.imbalanceFactor(Q, x, x.reciprocal(), eta, q(1, 100_000_000));
      BigFraction left = q(1).subtract(steps.multiply(q(1).subtract(factor)));
      tally.holds("x = " + x, Rationals.compare(left, q(999, 1000)) > 0, left + " of it is left");
    }
  }

  private static void flat(Tally tally) {
    // (1 - x y)^2 is twice F, and so is its Hessian: [[2, 2], [2, 2]].
    Matrix<BigFraction> hessian =
        new MatrixFactorization<>(ONE).hessian(RationalProblem.scalars(q(1), q(1))).scale(q(2));
    var proved = CharacteristicPolynomial.of(hessian);
    tally.holds(
        "eigenvalues",
        proved.multiplicity(q(4)) == 1 && proved.multiplicity(q(0)) == 1,
        hessian.toString());
  }

  private static void trace(Tally tally) {
    // d1 = 2, d2 = 8: the trace is 2 / alpha^2 + 8 alpha^2, 10 at alpha = 1.
    Lemma1<BigFraction> lemma = RationalProblem.lemma1(2, 8);
    MatrixFactorization<BigFraction> f = new MatrixFactorization<>(lemma.target());
    BigFraction balanced = f.hessian(lemma.optimum(q(1))).trace();
    BigFraction flatter = f.hessian(lemma.optimum(q(7, 10))).trace();
    tally.equal("balanced", balanced, q(10));
    tally.holds("alpha = 7/10", Rationals.compare(flatter, balanced) < 0, "trace " + flatter);
    // 2 a^-2 + 8 a^2 >= 8 with equality at a^2 = 1/2: (7/10)^2 = 49/100 is near it.
    tally.holds("least", Rationals.compare(flatter, q(8)) >= 0, "trace " + flatter);
    // ||x||^2 / ||y||^2 = alpha^4 = 1/4 there.
    tally.equal("least ratio", TraceIdentity.flattestRatioSquared(Q, 2, 8), q(1, 4));
  }

  /**
   * Gradient descent from (3, 5) with eta = 0.01, in double. In the valley the squared ratio is
   * 0.0042 with the gradient of half the objective (0.004 to one digit, as printed), and 0.0048
   * with the gradient of the whole objective (0.005).
   */
  private static void figureFour(Tally tally) {
    double half = ratioOnValley(0.01);
    double literal = ratioOnValley(0.02);
    tally.holds("half", Math.round(half * 1000) == 4, "ratio " + half);
    tally.holds("literal", Math.round(literal * 1000) == 5, "ratio " + literal);
    tally.worst(Text.format("%.5f and %.5f", half, literal));
  }

  /** x^2 / y^2 after 1000 steps of x' = x - step (x y - 1) y and the same for y. */
  private static double ratioOnValley(double step) {
    double x = 3;
    double y = 5;
    for (int t = 0; t < 1000; t++) {
      double residual = x * y - 1;
      double next = x - step * (residual * y);
      y = y - step * (residual * x);
      x = next;
    }
    return x * x / (y * y);
  }

  private static void anisotropy(Tally tally) {
    Matrix<BigFraction> c1 = Matrix.diagonal(Q, List.of(q(1), q(4)));
    Matrix<BigFraction> even = Matrix.diagonal(Q, List.of(q(5, 2), q(5, 2)));
    Matrix<BigFraction> m = Matrix.zeros(Q, 3, 2);
    Factors<BigFraction> at = RationalProblem.point(3, 2, 2, 3);
    Matrix<BigFraction> turn = orthonormal(2, 2, 0);
    Factors<BigFraction> turned = new Factors<>(at.x().times(turn), at.y().times(turn));
    var uneven = new SmoothedFactorization<>(m, new NoiseMoments<>(c1, c1));
    var isotropic = new SmoothedFactorization<>(m, new NoiseMoments<>(even, even));
    tally.equal("even columns", isotropic.loss(turned), isotropic.loss(at));
    tally.holds(
        "uneven columns",
        !uneven.loss(turned).equals(uneven.loss(at)),
        "the value is the same after a turn");
  }
}
