// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.Evidence;
import org.noisygd.theory.landscape.EigenPolynomial;
import org.noisygd.theory.landscape.Spectrum;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.CheckResult;
import org.noisygd.verify.check.Tally;

/**
 * Known answers: the second routes give what was put in, and they refuse what is wrong, so that a
 * check which passes has said something.
 */
class RoutesTest {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;
  private static final Matrix<BigFraction> ONE = Matrix.identity(Q, 1);

  private static CheckResult.Status status(Consumer<Tally> cases) {
    return new Check("T.id", "", Evidence.EXACT, cases).run().status();
  }

  @Test
  void mean_ofPowers_areTheMomentsOfTheLaw() {
    ThreePointDistribution distribution = ThreePointDistribution.likeGaussian(q(3));
    List<BigFraction> moments =
        distribution.means(
            RationalProblem.scalars(q(0), q(0)),
            drawn -> {
              BigFraction z = drawn.x().get(0, 0);
              return List.of(q(1), z, z.pow(2), z.pow(3), z.pow(4), z.pow(5));
            });
    // v = 9/3 = 3 and the fourth moment is 3 v^2 = 27, as for a Gaussian.
    assertEquals(List.of(q(1), q(0), q(3), q(0), q(27), q(0)), moments);
    assertEquals(q(3), distribution.variance());
    assertEquals(q(4), ThreePointDistribution.signs(q(2)).variance());
  }

  @Test
  void mean_ofTwoDraws_areIndependent() {
    List<BigFraction> moments =
        ThreePointDistribution.signs(q(2))
            .means(
                RationalProblem.scalars(q(0), q(0)),
                drawn -> {
                  BigFraction product = drawn.x().get(0, 0).multiply(drawn.y().get(0, 0));
                  return List.of(product, product.pow(2), q(drawn.variables()));
                });
    assertEquals(List.of(q(0), q(16), q(2)), moments);
  }

  @Test
  void differences_ofQuartic_areExact() {
    // f = x^4 + 2 x^3 - x^2 + 5 x along y = 0, at x = 3: f' = 108 + 54 - 6 + 5, f'' = 108 + 36 - 2.
    Factors<BigFraction> at = new Factors<>(ONE.scale(q(3)), ONE.scale(q(0)));
    Factors<BigFraction> axis = Differences.axis(at, 0);
    assertEquals(q(161), Differences.first(RoutesTest::quartic, at, axis));
    assertEquals(q(142), Differences.second(RoutesTest::quartic, at, axis));
    Factors<BigFraction> cubes =
        Differences.firstOfField(
            p -> new Factors<>(p.x().map(x -> x.pow(3)), p.y()), at, axis.scale(q(2)));
    assertEquals(q(54), cubes.x().get(0, 0));
    assertEquals(q(0), cubes.y().get(0, 0));
  }

  private static BigFraction quartic(Factors<BigFraction> at) {
    BigFraction x = at.x().get(0, 0);
    return x.pow(4).add(x.pow(3).multiply(2)).subtract(x.pow(2)).add(x.multiply(5));
  }

  @Test
  void loss_ofKnownPoint_isHalfTheSumOfSquares() {
    Factors<BigFraction> at =
        new Factors<>(
            Matrix.of(Q, new double[][] {{1, 2}, {0, 1}}), Matrix.of(Q, new double[][] {{3, 1}}));
    // X Y^T = (5, 1), M = (1, 4): 1/2 (16 + 9).
    assertEquals(q(25, 2), Differences.loss(Matrix.of(Q, new double[][] {{1}, {4}}), at));
  }

  @Test
  void orthonormal_anySize_hasTheIdentityAsGram() {
    for (int d = 1; d <= 7; d++) {
      for (int r = 1; r <= d; r++) {
        assertEquals(
            Matrix.identity(Q, r), RationalProblem.orthonormal(d, r, r).gram(), d + ", " + r);
      }
    }
  }

  @Test
  void problem_ofChosenRoots_hasRationalOptimum() {
    RationalProblem problem = RationalProblem.of(2, 2, q(2), q(1, 2), List.of(q(2), q(1)));
    assertEquals(List.of(q(9, 2), q(3, 2)), problem.theorem().sigma());
    assertEquals(q(4), problem.theorem().gamma());
    assertEquals(q(1, 8), problem.theorem().sigmaSquared());
    // ||U||^2 = gamma (s1 + s2) = 4 * 5.
    assertEquals(q(20), problem.theorem().optimum().x().normSquared());
    assertEquals(List.of(Set.of(), Set.of(0), Set.of(1), Set.of(0, 1)), problem.subsets());
  }

  @Test
  void grid_ofProblems_coversWhatItPromises() {
    for (int rank = 1; rank <= 6; rank++) {
      int r = rank;
      someProblem("rank " + r, p -> p.r() == r);
    }
    someProblem("full rank", p -> p.r() > 1 && p.r() == Math.min(p.a().rows(), p.b().rows()));
    someProblem("one row", p -> p.a().rows() == 1);
    someProblem("one column", p -> p.b().rows() == 1);
    someProblem("large gamma", p -> p.gamma().equals(q(1024)));
    someProblem("small gamma", p -> p.gamma().equals(q(1, 1024)));
    BigFraction least = q(1, 1_000_000_000_000L); // sigma^2 at 1 - 1e-12 of its limit
    someProblem(
        "noise at its limit",
        p ->
            p.sigma().stream()
                .anyMatch(
                    s -> s.subtract(p.gamma().multiply(p.sigmaSquared())).divide(s).equals(least)));
    someProblem("equal values", p -> p.sigma().stream().distinct().count() < p.r());
  }

  private static void someProblem(String which, Predicate<Theorem2<BigFraction>> holds) {
    assertTrue(RationalProblem.grid().stream().anyMatch(p -> holds.test(p.theorem())), which);
  }

  private static final Matrix<BigFraction> HESSIAN =
      Matrix.diagonal(Q, List.of(q(2), q(2), q(0), q(-1)));

  private static Spectrum<BigFraction> spectrum(long twice, int twos, long once, int zeros) {
    return new Spectrum<>(
        List.of(
            EigenPolynomial.ofRoot(Q, q(twice), twos),
            EigenPolynomial.ofRoot(Q, q(once), 1),
            EigenPolynomial.ofRoot(Q, q(0), zeros)));
  }

  @Test
  void comparison_ofTheRightSpectrum_passes() {
    Spectrum<BigFraction> right = spectrum(2, 2, -1, 1);
    assertEquals(
        CheckResult.Status.PASS, status(t -> SpectrumComparison.identity(t, "", HESSIAN, right)));
    assertEquals(
        CheckResult.Status.PASS, status(t -> SpectrumComparison.enclosures(t, "", HESSIAN, right)));
    assertEquals(
        CheckResult.Status.PASS, status(t -> SpectrumComparison.signs(t, "", HESSIAN, right)));
  }

  @Test
  void comparison_ofWrongSpectra_fails() {
    for (Spectrum<BigFraction> wrong :
        List.of(
            spectrum(3, 2, -1, 1),
            spectrum(2, 1, -1, 2),
            spectrum(2, 3, -1, 1),
            spectrum(2, 2, -2, 1),
            spectrum(2, 2, 1, 1))) {
      assertEquals(
          CheckResult.Status.FAIL, status(t -> SpectrumComparison.identity(t, "", HESSIAN, wrong)));
      assertEquals(
          CheckResult.Status.FAIL,
          status(t -> SpectrumComparison.enclosures(t, "", HESSIAN, wrong)));
    }
    assertEquals(
        CheckResult.Status.FAIL,
        status(t -> SpectrumComparison.signs(t, "", HESSIAN, spectrum(2, 2, 1, 1))));
  }

  @Test
  void comparison_ofAlmostRightIrrationals_fails() {
    // Eigenvalues +-sqrt 2 against the roots of t^2 - (2 + 2^-100).
    Matrix<BigFraction> hessian = Matrix.of(Q, new double[][] {{1, 1}, {1, -1}});
    for (boolean right : new boolean[] {true, false}) {
      BigFraction square = right ? q(2) : q(2).add(Rationals.powerOfTwo(-100));
      Spectrum<BigFraction> closed =
          new Spectrum<>(
              List.of(new EigenPolynomial<>(Q, List.of(square.negate(), q(0), q(1)), 1)));
      assertEquals(
          right ? CheckResult.Status.PASS : CheckResult.Status.FAIL,
          status(t -> SpectrumComparison.enclosures(t, "", hessian, closed)));
    }
  }
}
