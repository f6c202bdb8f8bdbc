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
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.eigenvalue.CertifiedSpectrum;
import org.noisygd.theory.eigenvalue.CharacteristicPolynomial;
import org.noisygd.theory.eigenvalue.Inertia;
import org.noisygd.theory.landscape.Lemma1;
import org.noisygd.theory.landscape.Lemma2;
import org.noisygd.theory.landscape.Lemma3;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/**
 * The counterexamples in {@code proofs-notes/errata.md} to printed statements about optima and
 * saddles (Lemmas 1 to 3, Theorem 2): a check passes if the numbers of the entry refute the printed
 * text, and satisfy the corrected statement.
 */
final class LandscapeErrata {
  private LandscapeErrata() {}

  static List<Check> all() {
    return List.of(
        Check.exact(
            "ERR.connected",
            "The optima of F form two components, not one path: F >= 1/2 between them",
            LandscapeErrata::connected),
        Check.exact(
            "ERR.invariance",
            "F is invariant under any invertible G, not only under scaling and rotation",
            LandscapeErrata::invariance),
        Check.exact(
            "ERR.L2-singular",
            "The Hessian at an optimum of F is singular: kappa is over the other eigenvalues",
            LandscapeErrata::singular),
        Check.exact(
            "ERR.L2-small-dimension",
            "The printed kappa is wrong where d1 or d2 is 1, as in Figures 1, 4 and 5",
            LandscapeErrata::smallDimension),
        Check.exact(
            "ERR.L3-boundary",
            "At sigma^2 = gamma <= 1 the two optima of Lemma 3 are one and 0 is no saddle",
            LandscapeErrata::boundary),
        Check.exact(
            "ERR.L3-bound-one",
            "Lemma 3 needs no sigma^2 <= 1: it holds at gamma = 5, sigma^2 = 4",
            LandscapeErrata::boundOne),
        Check.exact(
            "ERR.L3-zero-noise",
            "At sigma = 0 Lemma 3 and Theorem 2 fail: unbalanced optima and other saddles remain",
            LandscapeErrata::zeroNoise),
        Check.exact(
            "ERR.T2-letter",
            "sigma^2 is E||xi1||^2 in Lemma 3 and E||xi2||_F^2 / r in Theorem 2",
            LandscapeErrata::letter),
        Check.exact(
            "ERR.T2-sigma-min",
            "The least singular value of a rank-r M with r < min(d1, d2) is 0",
            LandscapeErrata::sigmaMin));
  }

  private static void connected(Tally tally) {
    MatrixFactorization<BigFraction> f = new MatrixFactorization<>(ONE);
    tally.equal("F(1, 1)", f.loss(RationalProblem.scalars(q(1), q(1))), q(0));
    tally.equal("F(-1, -1)", f.loss(RationalProblem.scalars(q(-1), q(-1))), q(0));
    // Any path between them has a point with x = 0, where F = 1/2 for every y.
    for (BigFraction y : List.of(q(0), q(1), q(-1000), q(1, 3))) {
      tally.equal("F(0, " + y + ")", f.loss(RationalProblem.scalars(q(0), y)), q(1, 2));
    }
  }

  private static void invariance(Tally tally) {
    Matrix<BigFraction> shear = Matrix.of(Q, new double[][] {{1, 3}, {0, 1}});
    Matrix<BigFraction> inverseTransposed = Matrix.of(Q, new double[][] {{1, 0}, {-3, 1}});
    Factors<BigFraction> at = RationalProblem.point(3, 2, 2, 1);
    Factors<BigFraction> sheared =
        new Factors<>(at.x().times(shear), at.y().times(inverseTransposed));
    MatrixFactorization<BigFraction> f = new MatrixFactorization<>(Matrix.zeros(Q, 3, 2));
    tally.equal("sheared", f.loss(sheared), f.loss(at));
    Matrix<BigFraction> gram = shear.gram();
    tally.holds(
        "a shear is not a scaled rotation",
        !gram.equals(Matrix.identity(Q, 2).scale(gram.get(0, 0))),
        "it is");
  }

  private static void singular(Tally tally) {
    for (BigFraction alpha : List.of(q(1), q(2), q(1, 1000))) {
      Lemma1<BigFraction> lemma = RationalProblem.lemma1(3, 2);
      var hessian = new MatrixFactorization<>(lemma.target()).hessian(lemma.optimum(alpha));
      tally.equal("alpha = " + alpha, Inertia.of(hessian), new Inertia(0, 1, 4));
    }
  }

  private static void smallDimension(Tally tally) {
    int[][] sizes = {{1, 1}, {1, 3}, {3, 1}};
    for (int[] size : sizes) {
      for (BigFraction alpha : List.of(q(2), q(1, 2))) {
        Lemma1<BigFraction> lemma = RationalProblem.lemma1(size[0], size[1]);
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
    tally.equal("signs at 0", Inertia.of(fs.hessian(zero)), new Inertia(0, 1, 3));
    // 0 is the global minimum: with M = u v^T, Fs - Fs(0) = 1/2 ||x y^T||^2 + a sum of squares.
    for (long seed = 1; seed <= 5; seed++) {
      Factors<BigFraction> at = RationalProblem.point(2, 2, 1, seed);
      BigFraction above = fs.loss(at).subtract(fs.loss(zero));
      BigFraction product = at.x().times(at.y().transpose()).normSquared().divide(2);
      tally.atMost("seed " + seed, product, above);
    }
  }

  private static void boundOne(Tally tally) {
    Lemma3<BigFraction> lemma = RationalProblem.lemma3(2, 2, q(5), q(4));
    var fs = RationalProblem.smoothed(lemma);
    Factors<BigFraction> gradient = fs.gradient(lemma.optimum());
    tally.equal("gradient", gradient.inner(gradient), q(0));
    tally.equal("optimum", Inertia.of(fs.hessian(lemma.optimum())), new Inertia(0, 0, 4));
    Factors<BigFraction> zero = Factors.zeros(Q, 2, 2, 1);
    tally.equal("saddle", Inertia.of(fs.hessian(zero)), new Inertia(1, 0, 3));
  }

  private static void zeroNoise(Tally tally) {
    Lemma1<BigFraction> lemma = RationalProblem.lemma1(2, 3);
    var fs = new SmoothedFactorization<>(lemma.target(), NoiseMoments.scalar(Q, 1, q(0), q(0)));
    Factors<BigFraction> unbalanced = lemma.optimum(q(2));
    Factors<BigFraction> gradient = fs.gradient(unbalanced);
    tally.equal("gradient at (2 u, v/2)", gradient.inner(gradient), q(0));
    tally.equal("value at (2 u, v/2)", fs.loss(unbalanced), q(0));
    tally.holds(
        "(2 u, v/2) is not balanced",
        !unbalanced.x().normSquared().equals(unbalanced.y().normSquared()),
        "it is");
    for (Factors<BigFraction> saddle : RankOneChecks.saddles(lemma)) {
      Factors<BigFraction> slope = fs.gradient(saddle);
      tally.equal("gradient at another saddle", slope.inner(slope), q(0));
    }
  }

  private static void letter(Tally tally) {
    // gamma = 4, sigma^2 = 7/4 as E||xi1||^2: x = sqrt(4 - 7/4) u = 3/2 u, y = 3/8 v.
    Lemma3<BigFraction> lemma = new Lemma3<>(ONE, ONE, q(4), q(7, 4));
    var fs = RationalProblem.smoothed(lemma);
    Factors<BigFraction> right = fs.gradient(RationalProblem.scalars(q(3, 2), q(3, 8)));
    tally.equal("Lemma 3's letter", right.inner(right), q(0));
    // Theorem 2's formula with that number would need gamma sigma^2 = 7 < Sigma = 1.
    RationalProblem.hypothesis(
        tally,
        "Theorem 2 with Lemma 3's number",
        false,
        () -> new Theorem2<>(ONE, List.of(q(1)), ONE, q(4), q(7, 4)));
    tally.equal("translated", lemma.asTheorem2().sigmaSquared(), q(7, 64));
    Factors<BigFraction> optimum = lemma.asTheorem2().optimum();
    tally.equal("translated optimum", optimum, RationalProblem.scalars(q(3, 2), q(3, 8)));
  }

  private static void sigmaMin(Tally tally) {
    RationalProblem problem = RationalProblem.of(2, 3, q(1), q(1, 2), List.of(q(1)));
    var m = problem.theorem().target();
    var proved = CharacteristicPolynomial.of(m.times(m.transpose()));
    // M M^T is 2 x 2 with the eigenvalues Sigma^2 = 9/4 and 0.
    tally.equal("M M^T is singular", proved.multiplicity(q(0)), 1);
    tally.equal("Sigma^2", proved.multiplicity(q(9, 4)), 1);
    var hessian = problem.smoothed().hessian(problem.theorem().optimum());
    tally.equal("the theorem holds all the same", Inertia.of(hessian), new Inertia(0, 0, 5));
  }
}
