// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import java.util.List;
import java.util.function.UnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.fault.ExactObjective.Side;
import org.noisygd.explain.fault.ExactObjective.Side.Updated;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * One perturbed update: X' = X - etaX (gradient by X at (Xt, Yt)) with Xt = X + noiseX, and Y'
 * likewise. A fault may change the fields that are not final, and those of each {@link Side}.
 *
 * @param <T> the type of the entries
 */
@SuppressWarnings("shape") // a fault may confuse shapes
final class ExactUpdate<T> {
  private final ExactObjective<T> objective;
  private final Side<T> x;
  private final Side<T> y;

  /** The change of the given noise before it perturbs X and Y. */
  UnaryOperator<Factors<T>> given = z -> z;

  boolean noiseOnGradient;
  boolean noiseAfterStep;

  ExactUpdate(ExactObjective<T> objective) {
    this.objective = objective;
    x = objective.x;
    y = objective.y;
  }

  /** Adds a change of both factors' noise after all earlier ones. */
  void noise(UnaryOperator<Matrix<T>> change) {
    x.noise(change);
    y.noise(change);
  }

  /** Changes both step sizes. */
  void steps(T ofX, T ofY) {
    x.eta = ofX;
    y.eta = ofY;
  }

  /** The larger of the two step sizes, or the smaller. */
  T step(boolean larger) {
    return objective.arithmetic.compare(x.eta, y.eta) > 0 == larger ? x.eta : y.eta;
  }

  /** The mean of the two step sizes. */
  T meanStep() {
    Arithmetic<T> arithmetic = objective.arithmetic;
    return arithmetic.multiply(arithmetic.of(0.5), arithmetic.add(x.eta, y.eta));
  }

  /** The result of one update with the given noise. */
  Factors<T> step(Factors<T> iterate, Factors<T> noiseGiven) {
    Factors<T> result = descend(terms(iterate, noiseGiven, iterate));
    return x.waits() || y.waits() ? descend(terms(iterate, noiseGiven, result)) : result;
  }

  /** The start minus the step sizes times the gradient. */
  private Factors<T> descend(List<Terms<T>> terms) {
    return new Factors<>(descend(x, terms.get(0)), descend(y, terms.get(1)));
  }

  private Matrix<T> descend(Side<T> side, Terms<T> terms) {
    Matrix<T> g = ExactObjective.scaled(terms.residual.times(terms.other), objective.scale(side));
    return terms.start.minus((noiseOnGradient ? g.plus(terms.noise) : g).scale(side.eta));
  }

  /** The states of a factor within an update; the updated one may not be known yet. */
  private record States<T>(Matrix<T> iterate, Matrix<T> noise, Matrix<T> updated) {
    Matrix<T> at(boolean noisy) {
      return noisy ? iterate.plus(noise) : iterate;
    }

    Matrix<T> at(boolean noisy, Updated which) {
      return switch (which) {
        case NOT -> at(noisy);
        case PLAIN -> updated;
        case NOISY -> updated.plus(noise);
      };
    }
  }

  /**
   * The terms of the new state of one factor.
   *
   * @param start the matrix from which the step is subtracted
   * @param own the factor itself, in the residual
   * @param other the other factor, which is multiplied by the residual
   * @param residual the residual in this factor's gradient
   * @param noise the noise of this factor
   */
  record Terms<T>(
      Matrix<T> start, Matrix<T> own, Matrix<T> other, Matrix<T> residual, Matrix<T> noise) {}

  /**
   * The terms of the new states of X and of Y.
   *
   * @param updated the new states, for a fault that uses them in the update
   */
  List<Terms<T>> terms(Factors<T> iterate, Factors<T> noiseGiven, Factors<T> updated) {
    Factors<T> z = given.apply(noiseGiven);
    States<T> ofX = new States<>(iterate.x(), x.noise.apply(z.x()), updated.x());
    States<T> ofY = new States<>(iterate.y(), y.noise.apply(z.y()), updated.y());
    Matrix<T> byX = objective.residual(ofX.at(x.noisyOwn), ofY.at(x.noisyOther, x.inResidual));
    Matrix<T> byY = objective.residual(ofX.at(y.noisyOther, y.inResidual), ofY.at(y.noisyOwn));
    return List.of(terms(x, ofX, ofY, byX), terms(y, ofY, ofX, byY.transpose()));
  }

  private Terms<T> terms(Side<T> side, States<T> own, States<T> other, Matrix<T> residual) {
    return new Terms<>(
        own.at(side.keepsNoise || noiseAfterStep),
        own.at(side.noisyOwn),
        other.at(side.noisyFactor, side.asFactor),
        residual,
        own.noise);
  }
}
