// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.twin.GenericTrajectory;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * A run that rounds at every operation, with a bound on what the roundings of its last update moved
 * it, in the Frobenius norm: {@link OpBounds#step} at the iterate that the run itself has.
 *
 * <p>That bound's four further roundings, meant for a state held wider, are here those of the
 * inputs: a monomial holds eta and at most three of M and the noise, each rounded to the arithmetic
 * once. Magnitudes are evaluated in 20 digits.
 */
final class BoundedRun<T> {
  private static final MathContext DIGITS = new MathContext(20);

  /** More than the rounding of a root to 20 digits, 10^-19 of itself. */
  private static final BigDecimal ROOT = BigDecimal.ONE.add(new BigDecimal("1e-18"));

  private final Arithmetic<T> arithmetic;
  private final Experiment setting;
  private final GenericTrajectory<T> run;
  private final OpBounds bounds;
  private final Matrix<BigDecimal> target;
  private BigDecimal lastError = BigDecimal.ZERO;

  /** A run in an arithmetic that keeps the promises of a rounding model. */
  BoundedRun(
      Arithmetic<T> arithmetic, RoundingModel model, Experiment setting, double[] x0, double[] y0) {
    this.arithmetic = arithmetic;
    this.setting = setting;
    this.run = new GenericTrajectory<>(arithmetic, setting, x0, y0, t -> {});
    this.bounds = new OpBounds(model);
    this.target = setting.matrix(ErrorBound.MAGNITUDES);
  }

  /** One update under the noise of step t. */
  void advance(long t, double[] noiseX, double[] noiseY) {
    OpBounds.Pair pair =
        bounds.step(
            target,
            run.state().roundTo(ErrorBound.MAGNITUDES),
            noise(ErrorBound.MAGNITUDES, noiseX, noiseY),
            ErrorBound.MAGNITUDES.fromDouble(setting.etaX()),
            ErrorBound.MAGNITUDES.fromDouble(setting.etaY()),
            true);
    lastError = root(squares(pair.x()).add(squares(pair.y())));
    run.advance(t, noiseX, noiseY);
  }

  private static BigDecimal squares(ErrorBound bound) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < bound.rows(); i++) {
      for (int j = 0; j < bound.columns(); j++) {
        BigDecimal at = bound.at(i, j);
        sum = sum.add(at.multiply(at, StepGrowth.UPWARDS), StepGrowth.UPWARDS);
      }
    }
    return sum;
  }

  /** The square root, rounded up. */
  static BigDecimal root(BigDecimal square) {
    return square.sqrt(DIGITS).multiply(ROOT, StepGrowth.UPWARDS);
  }

  /** How far the last update's roundings moved the iterate at most. */
  BigDecimal lastError() {
    return lastError;
  }

  /** ||this - that||_F^2 of the iterates, exactly. */
  BigFraction distanceSquared(BoundedRun<?> that) {
    List<BigFraction> mine = this.variables();
    List<BigFraction> other = that.variables();
    BigFraction sum = BigFraction.ZERO;
    for (int k = 0; k < mine.size(); k++) {
      BigFraction difference = mine.get(k).subtract(other.get(k));
      sum = sum.add(difference.multiply(difference));
    }
    return sum;
  }

  private List<BigFraction> variables() {
    return run.state().toVariables().stream().map(arithmetic::toRational).toList();
  }

  /** What the exact update does to the distance of another iterate from this run's. */
  StepGrowth growth(double[] noiseX, double[] noiseY) {
    Factors<BigDecimal> state = run.state().roundTo(ErrorBound.MAGNITUDES).abs();
    Factors<BigDecimal> magnitudes = state.plus(noise(ErrorBound.MAGNITUDES, noiseX, noiseY).abs());
    double norms = magnitudes.x().norm().add(magnitudes.y().norm()).doubleValue() * (1 + 0x1p-40);
    double eta = Math.max(setting.etaX(), setting.etaY());
    // The entries of H as computed here, and the conversion of those of J to doubles: both errors.
    double entryError =
        eta * bounds.hessian(target, magnitudes).largest().doubleValue() * (1 + 0x1p-40);
    Factors<T> at = run.state().plus(noise(arithmetic, noiseX, noiseY));
    Matrix<T> hessian = new MatrixFactorization<>(setting.matrix(arithmetic)).hessian(at);
    int n = hessian.rows();
    double[] jacobian = new double[n * n];
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double ofRow = i < setting.d1() * setting.r() ? setting.etaX() : setting.etaY();
      T step = arithmetic.fromDouble(ofRow);
      for (int j = 0; j < n; j++) {
        T moved = arithmetic.multiply(step, hessian.get(i, j));
        T entry = i == j ? arithmetic.subtract(arithmetic.one(), moved) : arithmetic.negate(moved);
        jacobian[i * n + j] = arithmetic.roundToDouble(entry);
        largest = Math.max(largest, Math.abs(jacobian[i * n + j]));
      }
    }
    return StepGrowth.of(jacobian, n, entryError + 0x1p-51 * (1 + largest), eta, norms);
  }

  private <S> Factors<S> noise(Arithmetic<S> in, double[] noiseX, double[] noiseY) {
    return Factors.fromRows(in, noiseX, noiseY, setting.r());
  }

  /** The square root of an exact square, rounded up to a few digits. */
  static BigDecimal root(BigFraction square) {
    return square.signum() == 0
        ? BigDecimal.ZERO
        : root(Rationals.roundToDecimal(square, StepGrowth.UPWARDS));
  }
}
