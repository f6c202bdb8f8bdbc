// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.q;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.BinaryPrecision;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.eigenvalue.ApproximateSpectrum;
import org.noisygd.theory.eigenvalue.JacobiEigenSolver;
import org.noisygd.theory.landscape.EigenPair;
import org.noisygd.theory.landscape.Lemma1;
import org.noisygd.theory.landscape.Lemma2;
import org.noisygd.theory.landscape.Lemma3;
import org.noisygd.theory.landscape.Spectrum;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.CommonsMathSolver;
import org.noisygd.verify.check.Tally;

/** Compares rounded numbers with exact closed forms, within derived bounds. */
final class SolverChecks {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  /** The bits to which a solver's results are rounded; residuals are then computed exactly. */
  private static final int PRECISION = 256;

  private SolverChecks() {}

  static List<Check> all() {
    return List.of(
        Check.crossChecked(
            "A.solver",
            "Eigen-solvers in double, double-double and 50 digits agree with the closed spectra",
            SolverChecks::solver),
        Check.enclosed(
            "A.closed-forms",
            "The closed eigenvalues rounded in double, double-double and 50 digits are right",
            SolverChecks::closedForms));
  }

  private static void solver(Tally tally) {
    for (RationalProblem problem : RationalProblem.small()) {
      Theorem2<BigFraction> theorem = problem.theorem();
      decompose(
          tally, problem.name(), problem.smoothed().hessian(theorem.optimum()), theorem.spectrum());
    }
    for (BigFraction alpha : List.of(q(1), q(1, 100), q(10_000))) {
      Lemma1<BigFraction> lemma = RationalProblem.lemma1(4, 3);
      decompose(
          tally,
          "alpha = " + alpha,
          new MatrixFactorization<>(lemma.target()).hessian(lemma.optimum(alpha)),
          new Lemma2<>(Q, 4, 3, alpha).spectrum());
    }
  }

  private static void decompose(
      Tally tally, String name, Matrix<BigFraction> hessian, Spectrum<BigFraction> spectrum) {
    String shape = name + ", side " + hessian.rows();
    compare(tally, shape + ", Commons Math", hessian, spectrum, CommonsMathSolver.solve(hessian));
    jacobi(tally, shape, hessian, spectrum, Binary64.INSTANCE);
    jacobi(tally, shape, hessian, spectrum, DoubleDouble.INSTANCE);
    jacobi(tally, shape, hessian, spectrum, DecimalArithmetic.ofDigits(50));
  }

  private static <T> void jacobi(
      Tally tally,
      String name,
      Matrix<BigFraction> hessian,
      Spectrum<BigFraction> spectrum,
      Arithmetic<T> arithmetic) {
    compare(
        tally,
        name + ", " + arithmetic.name(),
        hessian,
        spectrum,
        JacobiEigenSolver.solve(hessian.roundTo(arithmetic)));
  }

  private static <T> void compare(
      Tally tally,
      String name,
      Matrix<BigFraction> hessian,
      Spectrum<BigFraction> spectrum,
      ApproximateSpectrum<T> computed) {
    Arithmetic<T> arithmetic = computed.vectors().arithmetic();
    // Pairs are rounded to dyadics: the bound holds for any pairs, and dyadics are fast.
    BinaryPrecision precision = BinaryPrecision.ofBits(PRECISION);
    Matrix<Dyadic> vectors = computed.vectors().roundTo(precision);
    List<BigFraction> values = new ArrayList<>();
    for (T value : computed.values()) {
      Dyadic rounded = precision.fromRational(arithmetic.toRational(value));
      values.add(precision.toRational(rounded));
    }
    BigFraction bound =
        compare(
            tally, name, hessian, spectrum, vectors.toExactly(DyadicArithmetic.INSTANCE), values);
    // An upper bound on the largest error over its bound: it is halved while all errors fit.
    double share = 1;
    BigFraction tried = bound.divide(2);
    while (share > 0x1p-6 && allNear(spectrum, values, tried)) {
      share /= 2;
      tried = tried.divide(2);
    }
    tally.within(name, share, 1);
  }

  /**
   * Compares computed pairs, in any order, with the closed form. Let V be the computed vectors, L
   * the computed values, E = H V - V L computed exactly, and e = ||V^T V - I||. If e < 1, the
   * orthogonal polar factor W of V has ||V - W|| <= e, since every singular value s of V has |s -
   * 1| <= |s^2 - 1|; then H W - W L = E - H (V - W) + (V - W) L, and by Weyl every eigenvalue of H
   * is within ||E|| + e (||H|| + ||L||) of its counterpart in L. Frobenius norms bound all of
   * these. H itself is first rounded to {@value #PRECISION} bits, which moves its eigenvalues by at
   * most 2^-{@value #PRECISION} ||H||.
   */
  static BigFraction compare(
      Tally tally,
      String name,
      Matrix<BigFraction> hessian,
      Spectrum<BigFraction> spectrum,
      Matrix<Dyadic> vectors,
      List<BigFraction> values) {
    int n = hessian.rows();
    DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
    Matrix<Dyadic> near = hessian.roundTo(BinaryPrecision.ofBits(PRECISION)).toExactly(exact);
    Matrix<Dyadic> diagonal =
        Matrix.diagonal(exact, values.stream().map(exact::fromRational).toList());
    Matrix<Dyadic> residual = near.times(vectors).minus(vectors.times(diagonal));
    BigFraction skew = normAbove(vectors.gram().minus(Matrix.identity(exact, n)));
    BigFraction size = normAbove(near);
    BigFraction sum =
        normAbove(residual)
            .add(skew.multiply(size.add(normAbove(diagonal))))
            .add(size.multiply(Rationals.powerOfTwo(1 - PRECISION)));
    // A double above the sum, whose rounding has a relative error of at most 2^-53.
    BigFraction bound = Rationals.of(Rationals.roundToDouble(sum) * (1 + 0x1p-50));
    tally.holds(
        name + ", orthogonality", Rationals.compare(skew, BigFraction.ONE) < 0, "skew " + skew);
    List<BigFraction> sorted = new ArrayList<>(values);
    Collections.sort(sorted, Rationals::compare);
    for (int k = 0; k < n; k++) {
      BigFraction value = sorted.get(k);
      tally.holds(
          name + ", eigenvalue " + k,
          isNear(spectrum, k, value, bound),
          Rationals.roundToDouble(value)
              + " is off by more than "
              + Rationals.roundToDouble(bound));
    }
    return bound;
  }

  private static boolean allNear(
      Spectrum<BigFraction> spectrum, List<BigFraction> ascending, BigFraction bound) {
    for (int k = 0; k < ascending.size(); k++) {
      if (!isNear(spectrum, k, ascending.get(k), bound)) {
        return false;
      }
    }
    return true;
  }

  /** Whether eigenvalue k of the closed form, ascending, is within the bound of the value. */
  private static boolean isNear(
      Spectrum<BigFraction> spectrum, int k, BigFraction value, BigFraction bound) {
    return spectrum.countBelow(value.subtract(bound)) <= k
        && spectrum.countAbove(value.add(bound)) <= spectrum.dimension() - 1 - k;
  }

  /** A rational at or just above the Frobenius norm. */
  private static BigFraction normAbove(Matrix<Dyadic> matrix) {
    return rootAbove(matrix.normSquared().toRational());
  }

  /** A rational at or just above the square root of q >= 0, by a factor below 1 + 2^-50. */
  static BigFraction rootAbove(BigFraction q) {
    if (q.signum() == 0) {
      return BigFraction.ZERO;
    }
    int shift = 120 + Math.max(0, Rationals.denominator(q).bitLength());
    shift += shift % 2;
    BigFraction scaled = q.multiply(Rationals.powerOfTwo(shift));
    BigInteger floor = Rationals.numerator(scaled).divide(Rationals.denominator(scaled));
    return BigFraction.of(floor.add(BigInteger.ONE).sqrt().add(BigInteger.ONE))
        .multiply(Rationals.powerOfTwo(-shift / 2));
  }

  private static void closedForms(Tally tally) {
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
   * length of (a - c, 2 b): its error is at most (1 + 6) u trace from the entries, and 4 roundings
   * of its own. So trace + root, which is at least trace, has a relative error of at most 7 + 4 +
   * 3, and halving is exact. The determinant, a product without cancellation, has at most 6 and one
   * from gamma - sigma^2; the quotient has 1. That makes 22 for the smaller eigenvalue; 32 covers
   * second-order terms.
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
    Matrix<BigFraction> unit = Matrix.identity(Q, 1);
    EigenPair<T> pair = new Lemma3<>(one, one, gamma, sigmaSquared).valleyPair();
    // The same problem, exact in the rounded data.
    Spectrum<BigFraction> spectrum =
        new Lemma3<>(unit, unit, arithmetic.toRational(gamma), arithmetic.toRational(sigmaSquared))
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
