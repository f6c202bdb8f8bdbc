// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.orthonormal;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.How;
import org.noisygd.theory.eigenvalue.CertifiedSpectrum;
import org.noisygd.theory.eigenvalue.CharacteristicPolynomial;
import org.noisygd.theory.eigenvalue.Inertia;
import org.noisygd.theory.landscape.Lemma1;
import org.noisygd.theory.landscape.Lemma2;
import org.noisygd.theory.landscape.Lemma3;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.theory.landscape.TraceIdentity;
import org.noisygd.theory.settling.PhaseThree;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/**
 * The counterexamples of {@code proofs-notes/errata.md}, one check an entry: each passes if the
 * printed text is refuted by the numbers that the entry gives, and the right statement holds on
 * them.
 */
final class ErrataChecks {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;
  private static final Matrix<BigFraction> ONE = Matrix.identity(Q, 1);

  private ErrataChecks() {}

  static List<Check> all() {
    return List.of(
        check(
            "ERR.connected",
            "The optima of F form two components, not one path: F >= 1/2 in between",
            ErrataChecks::connected),
        check(
            "ERR.invariance",
            "F is invariant under any invertible G, not only under scaling and rotation",
            ErrataChecks::invariance),
        check(
            "ERR.L2-singular",
            "The Hessian at an optimum of F is singular: kappa is over the other eigenvalues",
            ErrataChecks::singular),
        check(
            "ERR.L2-small-dimension",
            "The printed kappa is wrong where d1 or d2 is 1, as in Figures 1, 4 and 5",
            ErrataChecks::smallDimension),
        check(
            "ERR.L3-boundary",
            "At sigma^2 = gamma <= 1 the two optima of Lemma 3 are one and 0 is no saddle",
            ErrataChecks::boundary),
        check(
            "ERR.L3-bound-one",
            "Lemma 3 needs no sigma^2 <= 1: it holds at gamma = 5, sigma^2 = 4",
            ErrataChecks::boundOne),
        check(
            "ERR.L3-zero-noise",
            "At sigma = 0 Lemma 3 and Theorem 2 fail: unbalanced optima and other saddles remain",
            ErrataChecks::zeroNoise),
        check(
            "ERR.T2-letter",
            "sigma^2 is E||xi1||^2 in Lemma 3 and E||xi2||_F^2 / r in Theorem 2",
            ErrataChecks::letter),
        check(
            "ERR.T2-sigma-min",
            "The least singular value of a rank-r M with r < min(d1, d2) is 0",
            ErrataChecks::sigmaMin),
        check(
            "ERR.T1-sign",
            "The limit may be -(u, v): from x0 = y0 = -1/2 gradient descent stays negative",
            ErrataChecks::sign),
        check(
            "ERR.T1-floor",
            "At fixed noise the distance to (u, v) stays above sigma^2/2 and the loss above 0",
            ErrataChecks::floor),
        check(
            "ERR.S3-transpose",
            "A column plus a transposed column is no vector: the printed decomposition",
            ErrataChecks::transpose),
        check(
            "ERR.L4-all-times",
            "A bound for all t fails: a set of noise of positive probability breaks it",
            ErrataChecks::allTimes),
        check(
            "ERR.L7-tau",
            "By tau_3, the printed time, the imbalance has hardly changed",
            ErrataChecks::tau),
        check(
            "ERR.F5-flat",
            "The Hessian of (1 - xy)^2 at (1, 1) has the eigenvalue 4: not only flat directions",
            ErrataChecks::flat),
        check(
            "ERR.F5-trace",
            "The balanced optimum has not the least trace of the Hessian unless d1 = d2",
            ErrataChecks::trace),
        new Check(
            "ERR.F4-objective",
            "The numbers of Figure 4 belong to half of the objective in its caption",
            How.MEASURED,
            ErrataChecks::figureFour),
        check(
            "ERR.S6-anisotropy",
            "Anisotropy across columns breaks rotation invariance; across rows nothing changes",
            ErrataChecks::anisotropy));
  }

  private static Check check(String id, String title, Consumer<Tally> cases) {
    return new Check(id, title, How.EXACT, cases);
  }

  private static Factors<BigFraction> scalars(BigFraction x, BigFraction y) {
    return new Factors<>(ONE.scale(x), ONE.scale(y));
  }

  private static void expect(Tally tally, String name, BigFraction actual, BigFraction expected) {
    tally.holds(name, actual.equals(expected), actual + ", expected " + expected);
  }

  private static void connected(Tally tally) {
    MatrixFactorization<BigFraction> f = new MatrixFactorization<>(ONE);
    expect(tally, "F(1, 1)", f.loss(scalars(q(1), q(1))), q(0));
    expect(tally, "F(-1, -1)", f.loss(scalars(q(-1), q(-1))), q(0));
    // Any path between them passes a point with x = 0, where F = 1/2 whatever y is.
    for (BigFraction y : List.of(q(0), q(1), q(-1000), q(1, 3))) {
      expect(tally, "F(0, " + y + ")", f.loss(scalars(q(0), y)), q(1, 2));
    }
  }

  private static void invariance(Tally tally) {
    Matrix<BigFraction> shear = Matrix.of(Q, new double[][] {{1, 3}, {0, 1}});
    Matrix<BigFraction> inverseTransposed = Matrix.of(Q, new double[][] {{1, 0}, {-3, 1}});
    Factors<BigFraction> at = RationalProblem.point(3, 2, 2, 1);
    Factors<BigFraction> sheared =
        new Factors<>(at.x().times(shear), at.y().times(inverseTransposed));
    MatrixFactorization<BigFraction> f = new MatrixFactorization<>(Matrix.zeros(Q, 3, 2));
    expect(tally, "sheared", f.loss(sheared), f.loss(at));
    Matrix<BigFraction> gram = shear.gram();
    tally.holds(
        "a shear is no scaled rotation",
        !gram.equals(Matrix.identity(Q, 2).scale(gram.get(0, 0))),
        "it is");
  }

  private static void singular(Tally tally) {
    for (BigFraction alpha : List.of(q(1), q(2), q(1, 1000))) {
      Lemma1<BigFraction> lemma = new Lemma1<>(orthonormal(3, 1, 0), orthonormal(2, 1, 1));
      Inertia inertia =
          Inertia.of(new MatrixFactorization<>(lemma.target()).hessian(lemma.optimum(alpha)));
      tally.holds("alpha = " + alpha, inertia.equals(new Inertia(0, 1, 4)), inertia.toString());
    }
  }

  private static void smallDimension(Tally tally) {
    int[][] sizes = {{1, 1}, {1, 3}, {3, 1}};
    for (int[] size : sizes) {
      for (BigFraction alpha : List.of(q(2), q(1, 2))) {
        Lemma1<BigFraction> lemma =
            new Lemma1<>(orthonormal(size[0], 1, 0), orthonormal(size[1], 1, 1));
        Matrix<BigFraction> hessian =
            new MatrixFactorization<>(lemma.target()).hessian(lemma.optimum(alpha));
        var proved = CertifiedSpectrum.of(hessian, 20).conditionNumber();
        BigFraction right = new Lemma2<>(Q, size[0], size[1], alpha).kappa();
        // d1 = 3, d2 = 1: alpha^4 + 1 is the printed value at alpha = 2, not at 1/2; and so on.
        boolean printedFits = proved.contains(RankOneChecks.printedKappa(alpha));
        boolean mayFit = size[0] != size[1] && (size[0] > 1) == alpha.equals(q(2));
        tally.holds(
            size[0] + " x " + size[1] + ", alpha = " + alpha,
            proved.contains(right) && printedFits == mayFit,
            "proved " + proved + ", corrected " + right);
      }
    }
  }

  private static void boundary(Tally tally) {
    // gamma = sigma^2 = 1, allowed by sigma^2 <= min(gamma, 1).
    var fs =
        new SmoothedFactorization<>(
            orthonormal(2, 1, 0).times(orthonormal(2, 1, 1).transpose()),
            NoiseMoments.scalar(Q, 1, q(1), q(1)));
    Factors<BigFraction> zero = Factors.zeros(Q, 2, 2, 1);
    Inertia inertia = Inertia.of(fs.hessian(zero));
    tally.holds("signs at 0", inertia.equals(new Inertia(0, 1, 3)), inertia.toString());
    // 0 is the global minimum: with M = u v^T, Fs - Fs(0) = 1/2 ||x y^T||^2 + a sum of squares.
    for (long seed = 1; seed <= 5; seed++) {
      Factors<BigFraction> at = RationalProblem.point(2, 2, 1, seed);
      BigFraction above = fs.loss(at).subtract(fs.loss(zero));
      BigFraction product = at.x().times(at.y().transpose()).normSquared().divide(2);
      tally.holds(
          "seed " + seed, Rationals.compare(above, product) >= 0, above + " above the value at 0");
    }
  }

  private static void boundOne(Tally tally) {
    Lemma3<BigFraction> lemma =
        new Lemma3<>(orthonormal(2, 1, 0), orthonormal(2, 1, 1), q(5), q(4));
    var fs = new SmoothedFactorization<>(lemma.target(), lemma.noise());
    Factors<BigFraction> gradient = fs.gradient(lemma.optimum());
    expect(tally, "gradient", gradient.inner(gradient), q(0));
    Inertia inertia = Inertia.of(fs.hessian(lemma.optimum()));
    tally.holds("optimum", inertia.equals(new Inertia(0, 0, 4)), inertia.toString());
    Inertia atZero = Inertia.of(fs.hessian(Factors.zeros(Q, 2, 2, 1)));
    tally.holds("saddle", atZero.equals(new Inertia(1, 0, 3)), atZero.toString());
  }

  private static void zeroNoise(Tally tally) {
    Lemma1<BigFraction> lemma = new Lemma1<>(orthonormal(2, 1, 0), orthonormal(3, 1, 1));
    var fs = new SmoothedFactorization<>(lemma.target(), NoiseMoments.scalar(Q, 1, q(0), q(0)));
    Factors<BigFraction> unbalanced = lemma.optimum(q(2));
    Factors<BigFraction> gradient = fs.gradient(unbalanced);
    expect(tally, "gradient at (2 u, v/2)", gradient.inner(gradient), q(0));
    expect(tally, "value at (2 u, v/2)", fs.loss(unbalanced), q(0));
    tally.holds(
        "(2 u, v/2) is not balanced",
        !unbalanced.x().normSquared().equals(unbalanced.y().normSquared()),
        "it is");
    for (Factors<BigFraction> saddle : RankOneChecks.saddles(lemma)) {
      Factors<BigFraction> slope = fs.gradient(saddle);
      expect(tally, "gradient at another saddle", slope.inner(slope), q(0));
    }
  }

  private static void letter(Tally tally) {
    // gamma = 4, sigma^2 = 7/4 as E||xi1||^2: x = sqrt(4 - 7/4) u = 3/2 u, y = 3/8 v.
    Lemma3<BigFraction> lemma = new Lemma3<>(ONE, ONE, q(4), q(7, 4));
    var fs = new SmoothedFactorization<>(lemma.target(), lemma.noise());
    Factors<BigFraction> right = fs.gradient(scalars(q(3, 2), q(3, 8)));
    expect(tally, "Lemma 3's letter", right.inner(right), q(0));
    // Theorem 2's formula with that number would need gamma sigma^2 = 7 < Sigma = 1.
    tally.holds(
        "Theorem 2 with Lemma 3's number",
        !Lemma3Checks.isTaken(() -> new Theorem2<>(ONE, List.of(q(1)), ONE, q(4), q(7, 4))),
        "accepted");
    expect(tally, "translated", lemma.asTheorem2().sigmaSquared(), q(7, 64));
    tally.holds(
        "translated optimum",
        lemma.asTheorem2().optimum().equals(scalars(q(3, 2), q(3, 8))),
        "another point");
  }

  private static void sigmaMin(Tally tally) {
    RationalProblem problem = RationalProblem.of(2, 3, q(1), q(1, 2), RationalProblem.list(q(1)));
    var m = problem.theorem().target();
    var proved = CharacteristicPolynomial.of(m.times(m.transpose()));
    // M M^T is 2 x 2 with the eigenvalues Sigma^2 = 9/4 and 0.
    tally.holds("M M^T is singular", proved.multiplicity(q(0)) == 1, "it is not");
    tally.holds("Sigma^2", proved.multiplicity(q(9, 4)) == 1, "9/4 is no eigenvalue");
    Inertia inertia = Inertia.of(problem.smoothed().hessian(problem.theorem().optimum()));
    tally.holds(
        "the theorem holds all the same", inertia.equals(new Inertia(0, 0, 5)), inertia.toString());
  }

  /** On x = y in (-1, 0) an update is x' = x (1 + eta (1 - x^2)): again in (-1, 0), and lower. */
  private static void sign(Tally tally) {
    MatrixFactorization<BigFraction> f = new MatrixFactorization<>(ONE);
    BigFraction eta = q(1, 100);
    for (int n = 1; n < 20; n++) {
      BigFraction x = q(-n, 20);
      Factors<BigFraction> at = scalars(x, x);
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
      Lemma3<BigFraction> lemma =
          new Lemma3<>(orthonormal(3, 1, 0), orthonormal(2, 1, 1), q(1), sigmaSquared);
      Factors<BigFraction> optimum = lemma.optimum();
      BigFraction distance = Q.sqrt(optimum.x().minus(lemma.u()).normSquared());
      tally.holds(
          "distance, sigma^2 = " + sigmaSquared,
          distance.equals(q(1).subtract(root))
              && Rationals.compare(distance, sigmaSquared.divide(2)) >= 0,
          "distance " + distance);
      BigFraction residual =
          Q.sqrt(new MatrixFactorization<>(lemma.target()).residual(optimum).normSquared());
      expect(tally, "||x y^T - M||, sigma^2 = " + sigmaSquared, residual, sigmaSquared);
    }
  }

  private static void transpose(Tally tally) {
    Matrix<BigFraction> x = RationalProblem.point(3, 1, 1, 1).x();
    tally.holds("3 x 1 plus 1 x 3", !Lemma3Checks.isTaken(() -> x.plus(x.transpose())), "accepted");
  }

  /**
   * One dimension, M = 1, sigma^2 = eta = 1/100, so the bound is x^2 + y^2 <= 200. From any such
   * state, noise that brings the perturbed iterate near (20, 20), at most 35 away, makes |x'| about
   * 80 - |x| or more. That set of noise has a probability bounded away from 0, so almost surely it
   * comes up.
   */
  private static void allTimes(Tally tally) {
    MatrixFactorization<BigFraction> f = new MatrixFactorization<>(ONE);
    BigFraction eta = q(1, 100);
    for (BigFraction x : List.of(q(-14), q(-1), q(0), q(1), q(10), q(14))) {
      for (BigFraction y : List.of(q(-2), q(0), q(1))) {
        for (BigFraction off : List.of(q(-1, 2), q(0), q(1, 2))) {
          Factors<BigFraction> perturbed = scalars(q(20).add(off), q(20).subtract(off));
          Factors<BigFraction> next = scalars(x, y).minus(f.gradient(perturbed).scale(eta));
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
   * sigma = 1e-4, delta = 1/100, eta = 1e-12, and 100 as the constant in tau_3 = O(eta^-1
   * log(1/sigma) log(1/delta)) < 100 eta^-1 10 5. The mean of x^2 - y^2 shrinks by 1 - rho a step;
   * (1 - rho)^tau >= 1 - tau rho by Bernoulli.
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
        new MatrixFactorization<>(ONE).hessian(scalars(q(1), q(1))).scale(q(2));
    var proved = CharacteristicPolynomial.of(hessian);
    tally.holds(
        "eigenvalues",
        proved.multiplicity(q(4)) == 1 && proved.multiplicity(q(0)) == 1,
        hessian.toString());
  }

  private static void trace(Tally tally) {
    // d1 = 2, d2 = 8: the trace is 2 / alpha^2 + 8 alpha^2, 10 at alpha = 1.
    Lemma1<BigFraction> lemma = new Lemma1<>(orthonormal(2, 1, 0), orthonormal(8, 1, 1));
    MatrixFactorization<BigFraction> f = new MatrixFactorization<>(lemma.target());
    BigFraction balanced = f.hessian(lemma.optimum(q(1))).trace();
    BigFraction flatter = f.hessian(lemma.optimum(q(7, 10))).trace();
    expect(tally, "balanced", balanced, q(10));
    tally.holds("alpha = 7/10", Rationals.compare(flatter, balanced) < 0, "trace " + flatter);
    // 2 a^-2 + 8 a^2 >= 8 with equality at a^2 = 1/2: |7/10|^2 = 49/100 is next to it.
    tally.holds("least", Rationals.compare(flatter, q(8)) >= 0, "trace " + flatter);
    // ||x||^2 / ||y||^2 = alpha^4 = 1/4 there.
    expect(tally, "least ratio", TraceIdentity.flattestRatioSquared(Q, 2, 8), q(1, 4));
  }

  /**
   * Gradient descent from (3, 5) with eta = 0.01, in double. The squared ratio that is left on the
   * valley is 0.0042 for the gradient of half the objective (0.004 to one digit, as printed) and
   * 0.0048 for that of the objective (0.005).
   */
  private static void figureFour(Tally tally) {
    double half = ratioOnValley(0.01);
    double literal = ratioOnValley(0.02);
    tally.holds("half", Math.round(half * 1000) == 4, "ratio " + half);
    tally.holds("literal", Math.round(literal * 1000) == 5, "ratio " + literal);
    tally.worst(String.format(Locale.ROOT, "%.5f and %.5f", half, literal));
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
    expect(tally, "even columns", isotropic.loss(turned), isotropic.loss(at));
    tally.holds(
        "uneven columns",
        !uneven.loss(turned).equals(uneven.loss(at)),
        "the value is the same after a turn");
  }
}
