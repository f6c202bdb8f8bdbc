// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.conjugate;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.diagonal;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.q;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.rational;
import static org.noisygd.theory.eigenvalue.ChosenSpectra.tenth;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.verify.check.CommonsMathSolver;

/** Cross-checks of the floating-point solvers against exact enclosures and exact residuals. */
class ApproximateSpectrumTest {
  /**
   * How large an error may be, in units of u ||H||_F: a backward stable solver has error p(n) u
   * ||H||, with p a modest polynomial (Golub and Van Loan, section 8.5.5); for the
   * sides up to 10 here 16 n^2 is generous, and a wrong vector is off by 1/u.
   */
  private static BigFraction bound(Matrix<BigFraction> h, BigFraction unitRoundoff) {
    BigFraction norm =
        Rationals.of(
            Rationals.roundToDecimal(h.normSquared(), 30).sqrt(new java.math.MathContext(20)));
    return unitRoundoff.multiply(norm).multiply(16 * h.rows() * h.rows());
  }

  /** Values within the bound of the exact ones; H V = V T and V^T V = I up to it too. */
  private static <T> void assertSound(
      Matrix<BigFraction> h, ApproximateSpectrum<T> approximate, BigFraction unitRoundoff) {
    Arithmetic<T> arithmetic = approximate.vectors().arithmetic();
    List<Interval> exact =
        CertifiedSpectrum.of(h, 60).enclosures().stream()
            .flatMap(e -> Collections.nCopies(e.count(), e.interval()).stream())
            .toList();
    BigFraction allowed = bound(h, unitRoundoff);
    List<BigFraction> values = approximate.values().stream().map(arithmetic::toRational).toList();
    for (int i = 0; i < h.rows(); i++) {
      BigFraction value = values.get(i);
      Interval around = new Interval(value.subtract(allowed), value.add(allowed));
      assertTrue(
          !around.isBelow(exact.get(i)) && !exact.get(i).isBelow(around),
          "eigenvalue " + i + ": " + exact.get(i) + " around " + around);
    }
    Matrix<BigFraction> v = approximate.vectors().toExactly(ChosenSpectra.RATIONAL);
    assertSmall(h.times(v).minus(v.times(diagonal(values))), allowed);
    Matrix<BigFraction> identity = Matrix.identity(ChosenSpectra.RATIONAL, h.rows());
    assertSmall(v.transpose().times(v).minus(identity), bound(identity, unitRoundoff));
  }

  private static void assertSmall(Matrix<BigFraction> difference, BigFraction allowed) {
    assertTrue(
        Rationals.compare(difference.normSquared(), allowed.multiply(allowed)) <= 0,
        difference.toString());
  }

  private static List<Matrix<BigFraction>> matrices() {
    Random random = new Random(6);
    List<Matrix<BigFraction>> matrices = new ArrayList<>();
    matrices.add(rational(new long[] {-3}));
    matrices.add(rational(new long[] {0, 0}, new long[] {0, 0}));
    matrices.add(rational(new long[] {0, 1}, new long[] {1, 0}));
    matrices.add(rational(new long[] {4, 1, -2}, new long[] {1, -2, 0}, new long[] {-2, 0, 3}));
    matrices.add(
        conjugate(diagonal(List.of(q(0), q(0), q(1), q(1), q(1), q(-2), q(5, 3))), 3, random));
    matrices.add(
        conjugate(diagonal(List.of(q(1), q(1).add(tenth(20)), tenth(12), q(1000000))), 2, random));
    return matrices;
  }

  @Test
  void commonsMath_onDoubles_isWithinTheBound() {
    for (Matrix<BigFraction> h : matrices()) {
      Matrix<BigFraction> doubles = h.roundTo(Binary64.INSTANCE).toExactly(ChosenSpectra.RATIONAL);
      assertSound(doubles, CommonsMathSolver.solve(doubles), Binary64.INSTANCE.unitRoundoff());
    }
  }

  @Test
  void jacobi_inEveryArithmetic_isWithinTheBound() {
    for (Matrix<BigFraction> h : matrices()) {
      assertJacobiSound(h, Binary64.INSTANCE);
      assertJacobiSound(h, DoubleDouble.INSTANCE);
      assertJacobiSound(h, DecimalArithmetic.ofDigits(50));
    }
  }

  private static <T> void assertJacobiSound(Matrix<BigFraction> h, Arithmetic<T> arithmetic) {
    Matrix<T> rounded = h.roundTo(arithmetic);
    assertSound(
        rounded.toExactly(ChosenSpectra.RATIONAL),
        JacobiEigenSolver.solve(rounded),
        arithmetic.unitRoundoff());
  }

  @Test
  void jacobi_gradedPositiveDefinite_keepsRelativeAccuracy() {
    // [[1, 1e-10], [1e-10, 4e-20]]: the small one is 3e-20 to first order, far below u.
    double[][] rows = {{1, 1e-10}, {1e-10, 4e-20}};
    Matrix<Double> h = Matrix.of(Binary64.INSTANCE, rows);
    double small = JacobiEigenSolver.solve(h).values().get(0);
    Interval exact = CertifiedSpectrum.of(h, 30).least().interval();
    // D A D with D = diag(1, 1e10) has condition number below 7; 64 u allows for ten such
    // roundings.
    BigFraction slack = exact.upper().multiply(Rationals.powerOfTwo(-47));
    assertTrue(
        new Interval(exact.lower().subtract(slack), exact.upper().add(slack))
            .contains(Rationals.of(small)));
  }

  @Test
  void values_ofDiagonalMatrix_areSortedWithTheirVectors() {
    Matrix<Double> h = Matrix.diagonal(Binary64.INSTANCE, List.of(3.0, -1.0, 2.0));
    ApproximateSpectrum<Double> jacobi = JacobiEigenSolver.solve(h);
    assertEquals(List.of(-1.0, 2.0, 3.0), jacobi.values());
    assertEquals(1.0, jacobi.vectors().get(1, 0));
    assertEquals(1.0, jacobi.vectors().get(2, 1));
    assertEquals(1.0, jacobi.vectors().get(0, 2));
    assertEquals(List.of(-1.0, 2.0, 3.0), CommonsMathSolver.solve(h).values());
  }

  @Test
  void solve_badArguments_areRefused() {
    Matrix<Double> skew = Matrix.of(Binary64.INSTANCE, new double[][] {{0, 1}, {2, 0}});
    Matrix<Double> flat = Matrix.of(Binary64.INSTANCE, new double[][] {{0, 1}});
    for (Matrix<Double> bad : List.of(skew, flat)) {
      assertThrows(IllegalArgumentException.class, () -> JacobiEigenSolver.solve(bad));
      assertThrows(IllegalArgumentException.class, () -> CommonsMathSolver.solve(bad));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> JacobiEigenSolver.solve(rational(new long[] {1, 2}, new long[] {2, 1})));
  }
}
