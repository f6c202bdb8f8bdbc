// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.ONE;
import static org.noisygd.verify.claims.RationalProblem.Q;
import static org.noisygd.verify.claims.RationalProblem.orthonormal;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.eigenvalue.Inertia;
import org.noisygd.theory.landscape.EigenPair;
import org.noisygd.theory.landscape.Lemma3;
import org.noisygd.theory.landscape.Spectrum;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/** Checks of Lemma 3: the smoothed landscape of rank one, on both sides of its hypothesis. */
final class Lemma3Checks {
  /** The distance of tests from the boundary sigma^2 = gamma, on either side, relative to gamma. */
  private static final BigFraction EDGE = Rationals.powerOfTwo(-40);

  private Lemma3Checks() {}

  static List<Check> all() {
    return List.of(
        Check.exact(
            "L3.stationary",
            "The smoothed objective has exactly three stationary points, at rank one",
            Lemma3Checks::stationary),
        Check.exact(
            "L3.optimum",
            "+-sqrt(gamma - sigma^2) (u, v/gamma) is the global optimum, of value sigma^2/gamma",
            Lemma3Checks::optimum),
        Check.enclosed(
            "L3.spectrum",
            "The Hessian at the optimum has the closed spectrum, all of it positive",
            Lemma3Checks::spectrum),
        Check.enclosed(
            "L3.saddle",
            "The Hessian at 0 has the closed spectrum, with one negative eigenvalue",
            Lemma3Checks::saddle),
        Check.exact(
            "L3.boundary",
            "0 is a strict saddle below sigma^2 = gamma, degenerate on it, a minimum above",
            Lemma3Checks::boundary));
  }

  /**
   * A stationary point has no part outside the spans of u and v, since this part is multiplied by
   * ||y||^2 + a or ||x||^2 + b, both positive (a = sigma^2/gamma^2, b = sigma^2). With x = p u and
   * y = q v, (q^2 + a) p = q and (p^2 + b) q = p remain. Eliminating q gives p = 0 or a (P + b)^2 -
   * b = 0 for P = p^2: a polynomial that grows for P >= 0, so it has at most one root there.
   */
  private static void stationary(Tally tally) {
    for (Lemma3<BigFraction> lemma : RationalProblem.rankOne()) {
      String name = RationalProblem.name(lemma);
      var fs = RationalProblem.smoothed(lemma);
      Factors<BigFraction> optimum = lemma.optimum();
      for (int sign = -1; sign <= 1; sign++) {
        Factors<BigFraction> gradient = fs.gradient(optimum.scale(q(sign)));
        tally.equal(name + ", gradient", gradient.inner(gradient), BigFraction.ZERO);
      }
      BigFraction a = lemma.noise().c2().get(0, 0);
      BigFraction b = lemma.noise().c1().get(0, 0);
      BigFraction root = optimum.x().normSquared();
      BigFraction value = root.add(b).multiply(root.add(b)).multiply(a).subtract(b);
      tally.holds(
          name + ", the only root",
          value.signum() == 0 && root.signum() > 0 && a.signum() > 0 && b.signum() > 0,
          "||x||^2 = " + root + " leaves " + value);
    }
  }

  private static void optimum(Tally tally) {
    for (Lemma3<BigFraction> lemma : RationalProblem.rankOne()) {
      String name = RationalProblem.name(lemma);
      var fs = RationalProblem.smoothed(lemma);
      tally.equal(name + ", value", fs.loss(lemma.optimum()), lemma.optimalValue());
      BigFraction gammaSquared = lemma.gamma().multiply(lemma.gamma());
      tally.equal(
          name + ", balance",
          lemma.optimum().x().normSquared(),
          lemma.optimum().y().normSquared().multiply(gammaSquared));
      for (long seed = 1; seed <= 3; seed++) {
        Factors<BigFraction> at =
            RationalProblem.point(lemma.u().rows(), lemma.v().rows(), 1, seed);
        Theorem2Checks.excessCase(tally, name, fs, lemma.asTheorem2(), at);
      }
    }
  }

  private static void spectrum(Tally tally) {
    for (Lemma3<BigFraction> lemma : RationalProblem.rankOne()) {
      String name = RationalProblem.name(lemma);
      Matrix<BigFraction> hessian = RationalProblem.smoothed(lemma).hessian(lemma.optimum());
      SpectrumComparison.whole(tally, name, hessian, lemma.spectrum());
      tally.equal(name + ", all positive", lemma.spectrum().positives(), hessian.rows());
    }
  }

  private static void saddle(Tally tally) {
    for (Lemma3<BigFraction> lemma : RationalProblem.rankOne()) {
      String name = RationalProblem.name(lemma);
      Factors<BigFraction> zero = lemma.optimum().scale(BigFraction.ZERO);
      Matrix<BigFraction> hessian = RationalProblem.smoothed(lemma).hessian(zero);
      SpectrumComparison.whole(tally, name, hessian, lemma.saddleSpectrum());
      tally.equal(name + ", one negative", lemma.saddleSpectrum().negatives(), 1);
    }
  }

  private static void boundary(Tally tally) {
    for (BigFraction gamma : List.of(q(1, 1024), q(1), q(9))) {
      BigFraction step = gamma.multiply(EDGE);
      edgeCase(tally, gamma, gamma.subtract(step), true, new Inertia(1, 0, 4));
      edgeCase(tally, gamma, gamma, false, new Inertia(0, 1, 4));
      edgeCase(tally, gamma, gamma.add(step), false, new Inertia(0, 0, 5));
    }
    // Without noise the whole complement of the saddle's plane is flat.
    edgeCase(tally, q(1), BigFraction.ZERO, false, new Inertia(1, 3, 1));
    edgeCase(tally, q(1), EDGE, true, new Inertia(1, 0, 4));
  }

  /** Tests whether the hypothesis is accepted, and the inertia at 0, for a 2 x 3 problem. */
  private static void edgeCase(
      Tally tally, BigFraction gamma, BigFraction sigmaSquared, boolean holds, Inertia expected) {
    String name = "gamma = " + gamma + ", sigma^2 = " + sigmaSquared;
    Matrix<BigFraction> u = orthonormal(2, 1, 0);
    Matrix<BigFraction> v = orthonormal(3, 1, 1);
    RationalProblem.hypothesis(tally, name, holds, () -> new Lemma3<>(u, v, gamma, sigmaSquared));
    var noise = NoiseMoments.scalar(Q, 1, sigmaSquared, sigmaSquared.divide(gamma).divide(gamma));
    Matrix<BigFraction> hessian =
        new SmoothedFactorization<>(u.times(v.transpose()), noise)
            .hessian(Factors.zeros(Q, 2, 3, 1));
    tally.equal(name + ", signs at 0", Inertia.of(hessian), expected);
  }

  static void closedForms(Tally tally) {
    for (Lemma3<BigFraction> lemma : RationalProblem.rankOne()) {
      String name = RationalProblem.name(lemma);
      roundedCase(tally, name, lemma, Binary64.INSTANCE);
      roundedCase(tally, name, lemma, DoubleDouble.INSTANCE);
      roundedCase(tally, name, lemma, DecimalArithmetic.ofDigits(50));
    }
  }

  /**
   * A bound on the roundings between the data, taken as exact, and an eigenvalue of {@link
   * Lemma3#valleyPair}. The entries of the block [[a, b], [b, c]] have at most 1 (a), 3 (b, an
   * absolute error, since |b| <= 1 <= trace / 2) and 0 (c). The root of the discriminant is the
   * length of (a - c, 2 b): its error is at most (1 + 6) u trace from the entries, and 4 further
   * roundings. So trace + root, which is at least trace, has a relative error of at most 7 + 4 + 3,
   * and halving is exact. The determinant, a product without cancellation, has at most 6 and one
   * from gamma - sigma^2; the quotient has 1. The total for the smaller eigenvalue is 22; 32 covers
   * the second-order terms.
   */
  private static final int ROUNDINGS = 32;

  private static <T> void roundedCase(
      Tally tally, String name, Lemma3<BigFraction> exact, Arithmetic<T> arithmetic) {
    T gamma = arithmetic.fromRational(exact.gamma());
    T sigmaSquared = arithmetic.fromRational(exact.sigmaSquared());
    if (arithmetic.compare(sigmaSquared, gamma) >= 0) {
      return;
    }
    Matrix<T> one = Matrix.identity(arithmetic, 1);
    EigenPair<T> pair = new Lemma3<>(one, one, gamma, sigmaSquared).valleyPair();
    // The same problem, exact in the rounded data.
    Spectrum<BigFraction> spectrum =
        new Lemma3<>(ONE, ONE, arithmetic.toRational(gamma), arithmetic.toRational(sigmaSquared))
            .spectrum();
    BigFraction relative = arithmetic.unitRoundoff().multiply(ROUNDINGS);
    BigFraction smaller = arithmetic.toRational(pair.smaller());
    BigFraction larger = arithmetic.toRational(pair.larger());
    BigFraction below = BigFraction.ONE.subtract(relative);
    BigFraction above = BigFraction.ONE.add(relative);
    // One eigenvalue is at or below each upper end, and one at or above each lower end.
    boolean smallerFits =
        spectrum.countBelow(smaller.multiply(below)) == 0
            && spectrum.countAbove(smaller.multiply(above)) <= 1;
    boolean largerFits =
        spectrum.countAbove(larger.multiply(above)) == 0
            && spectrum.countBelow(larger.multiply(below)) <= 1;
    tally.holds(
        name + ", " + arithmetic.name(),
        smallerFits && largerFits,
        arithmetic.print(pair.smaller())
            + " and "
            + arithmetic.print(pair.larger())
            + " are off by more than "
            + ROUNDINGS
            + " roundings");
  }
}
