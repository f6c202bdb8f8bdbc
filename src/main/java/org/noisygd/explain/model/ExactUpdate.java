// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.model;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.model.Side.Image;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * One perturbed update, X' = X - etaX (gradient by X at (Xt, Yt)) with Xt = X + noiseX, and the
 * same for Y. A mistake may change the fields that are not final; those of one factor are in its
 * {@link Side}.
 *
 * @param <T> the type of the entries
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public final class ExactUpdate<T> {
  private final ExactObjective<T> objective;
  private final Side<T> x;
  private final Side<T> y;

  /** Which of the given noise perturbs X, and which Y. */
  public UnaryOperator<Factors<T>> given = z -> z;

  public boolean noiseOnGradient;
  public boolean noiseAfterStep;

  ExactUpdate(ExactObjective<T> objective) {
    this.objective = objective;
    x = objective.x;
    y = objective.y;
  }

  /** Adds a last change to both factors' noise. */
  public void noise(UnaryOperator<Matrix<T>> change) {
    x.noise(change);
    y.noise(change);
  }

  /** Changes both step sizes. */
  public void steps(T ofX, T ofY) {
    x.eta = ofX;
    y.eta = ofY;
  }

  /** The smaller, or the larger, of the two step sizes. */
  public T step(boolean larger) {
    return objective.arithmetic.compare(x.eta, y.eta) > 0 == larger ? x.eta : y.eta;
  }

  /** The mean of the two step sizes. */
  public T meanStep() {
    Arithmetic<T> arithmetic = objective.arithmetic;
    return arithmetic.multiply(arithmetic.of(0.5), arithmetic.add(x.eta, y.eta));
  }

  /** The image of one update with the given noise. */
  public Factors<T> step(Factors<T> iterate, Factors<T> noiseGiven) {
    Factors<T> z = perturbing(noiseGiven);
    Places<T> atX = new Places<>(iterate.x(), z.x(), Optional.empty());
    Places<T> atY = new Places<>(iterate.y(), z.y(), Optional.empty());
    Factors<T> image = descend(atX, atY, z);
    if (x.waits() || y.waits()) {
      Factors<T> later = descend(atX.with(image.x()), atY.with(image.y()), z);
      image = new Factors<>(x.waits() ? later.x() : image.x(), y.waits() ? later.y() : image.y());
    }
    return noiseAfterStep ? image.plus(z) : image;
  }

  private Factors<T> perturbing(Factors<T> noiseGiven) {
    Factors<T> z = given.apply(noiseGiven);
    return new Factors<>(x.noise.apply(z.x()), y.noise.apply(z.y()));
  }

  /**
   * The matrices that may stand in the place of a factor.
   *
   * @param iterate the factor
   * @param noise its noise
   * @param image its image, once there is one
   */
  private record Places<T>(Matrix<T> iterate, Matrix<T> noise, Optional<Matrix<T>> image) {
    Places<T> with(Matrix<T> found) {
      return new Places<>(iterate, noise, Optional.of(found));
    }

    Matrix<T> at(boolean noisy) {
      return noisy ? iterate.plus(noise) : iterate;
    }

    Matrix<T> at(boolean noisy, Image which) {
      if (which == Image.NONE || image.isEmpty()) {
        return at(noisy);
      }
      return which == Image.PLAIN ? image.get() : image.get().plus(noise);
    }
  }

  /** The start minus the step sizes times the gradient. */
  private Factors<T> descend(Places<T> atX, Places<T> atY, Factors<T> z) {
    Matrix<T> r = residualByX(atX, atY);
    Matrix<T> s = x.hasResidualOf(y) ? r : residualByY(atX, atY);
    Factors<T> p = new Factors<>(atX.at(x.noisyFactor), atY.at(x.noisyFactor, x.asFactor));
    Factors<T> q = new Factors<>(atX.at(y.noisyFactor, y.asFactor), atY.at(y.noisyFactor));
    Factors<T> g = objective.gradient(r, p, s, q);
    g = noiseOnGradient ? g.plus(z) : g;
    Factors<T> start = new Factors<>(atX.at(x.keepsNoise), atY.at(y.keepsNoise));
    return start.minus(g.scale(x.eta, y.eta));
  }

  private Matrix<T> residualByX(Places<T> atX, Places<T> atY) {
    return objective.residual(atX.at(x.noisyOwn), atY.at(x.noisyOther, x.inResidual));
  }

  private Matrix<T> residualByY(Places<T> atX, Places<T> atY) {
    return objective.residual(atX.at(y.noisyOther, y.inResidual), atY.at(y.noisyOwn));
  }

  /**
   * What the image of one factor is made of.
   *
   * @param start what the step is subtracted from
   * @param own the factor itself, in the residual
   * @param other the rows of the other factor, which are multiplied by the residual
   * @param residual the residual by which they are multiplied
   */
  public record Terms<T>(Matrix<T> start, Matrix<T> own, Matrix<T> other, Matrix<T> residual) {}

  /**
   * What the images of X and of Y are made of.
   *
   * @param image the matrices that stand in the place of the iterate's image
   */
  public List<Terms<T>> terms(Factors<T> iterate, Factors<T> noiseGiven, Factors<T> image) {
    Factors<T> z = perturbing(noiseGiven);
    Places<T> atX = new Places<>(iterate.x(), z.x(), Optional.of(image.x()));
    Places<T> atY = new Places<>(iterate.y(), z.y(), Optional.of(image.y()));
    return List.of(
        terms(x, atX, atY, residualByX(atX, atY)),
        terms(y, atY, atX, residualByY(atX, atY).transpose()));
  }

  private Terms<T> terms(Side<T> side, Places<T> own, Places<T> other, Matrix<T> residual) {
    return new Terms<>(
        own.at(side.keepsNoise || noiseAfterStep),
        own.at(side.noisyOwn),
        other.at(side.noisyFactor, side.asFactor),
        residual);
  }
}
