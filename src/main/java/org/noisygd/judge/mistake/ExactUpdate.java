// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.Set;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/**
 * One perturbed update with a set of faults built in; see {@link ExactImage}.
 *
 * @param <T> the type of the entries
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public final class ExactUpdate<T extends Object> {
  private final Arithmetic<T> arithmetic;
  private final Set<Mistake> faults;
  private final ExactGradient<T> gradients;
  private final T etaX;
  private final T etaY;

  public ExactUpdate(Arithmetic<T> arithmetic, Request request, Set<Mistake> faults) {
    this(
        arithmetic,
        request.m().toExactly(arithmetic),
        Request.exactly(arithmetic, request.etaX()),
        Request.exactly(arithmetic, request.etaY()),
        faults);
  }

  public ExactUpdate(
      Arithmetic<T> arithmetic, Matrix<T> m, T rightEtaX, T rightEtaY, Set<Mistake> faults) {
    this.arithmetic = arithmetic;
    this.faults = faults;
    this.gradients = new ExactGradient<>(m, faults);
    T x = rightEtaX;
    T y = rightEtaY;
    if (faults.contains(Mistake.STEPS_SWAPPED)) {
      x = rightEtaY;
      y = rightEtaX;
    } else if (faults.contains(Mistake.STEP_X_SHARED)) {
      y = rightEtaX;
    } else if (faults.contains(Mistake.STEP_Y_SHARED)) {
      x = rightEtaY;
    }
    if (faults.contains(Mistake.STEP_MISSING)) {
      x = arithmetic.one();
      y = arithmetic.one();
    } else if (faults.contains(Mistake.STEP_SQUARED)) {
      x = arithmetic.multiply(x, x);
      y = arithmetic.multiply(y, y);
    }
    this.etaX = x;
    this.etaY = y;
  }

  private boolean has(Mistake fault) {
    return faults.contains(fault);
  }

  /**
   * The image of one update with the given noise.
   *
   * @throws IllegalArgumentException if the shapes do not allow the fault
   */
  public Factors<T> step(Factors<T> iterate, Factors<T> noise) {
    Factors<T> z = faultyNoise(noise);
    Factors<T> perturbed = iterate.plus(z);
    boolean gradientUnperturbed =
        has(Mistake.UNPERTURBED) || has(Mistake.NOISE_ON_GRADIENT) || has(Mistake.NOISE_AFTER_STEP);
    Factors<T> at = gradientUnperturbed ? iterate : perturbed;
    Matrix<T> r = gradients.residual(residualPoint(iterate, at));
    Factors<T> factor = has(Mistake.FACTOR_UNPERTURBED) ? iterate : at;
    Factors<T> g =
        clip(
            gradients.at(
                r,
                has(Mistake.FACTOR_OF_Y_UNPERTURBED) ? iterate.x() : factor.x(),
                r,
                has(Mistake.FACTOR_OF_X_UNPERTURBED) ? iterate.y() : factor.y()));
    g = oneSided(g, iterate, at);
    if (has(Mistake.NOISE_ON_GRADIENT)) {
      g = g.plus(z);
    }
    boolean keptX = has(Mistake.NOISE_KEPT) || has(Mistake.NOISE_KEPT_X);
    boolean keptY = has(Mistake.NOISE_KEPT) || has(Mistake.NOISE_KEPT_Y);
    Factors<T> start =
        new Factors<>(keptX ? perturbed.x() : iterate.x(), keptY ? perturbed.y() : iterate.y());
    Factors<T> image = descend(start, g);
    image = gaussSeidel(start, image, z, at, r);
    if (has(Mistake.NOISE_AFTER_STEP)) {
      image = image.plus(z);
    }
    return new Factors<>(
        has(Mistake.X_NOT_UPDATED) ? iterate.x() : image.x(),
        has(Mistake.Y_NOT_UPDATED) ? iterate.y() : image.y());
  }

  /** Where the residual is taken. */
  private Factors<T> residualPoint(Factors<T> iterate, Factors<T> at) {
    boolean whole = has(Mistake.RESIDUAL_UNPERTURBED);
    return new Factors<>(
        whole || has(Mistake.RESIDUAL_UNPERTURBED_IN_X) ? iterate.x() : at.x(),
        whole || has(Mistake.RESIDUAL_UNPERTURBED_IN_Y) ? iterate.y() : at.y());
  }

  /** The gradient, with the parts that a fault takes at another point. */
  private Factors<T> oneSided(Factors<T> g, Factors<T> iterate, Factors<T> at) {
    if (has(Mistake.NOISE_OF_OWN_FACTOR_ONLY)) {
      return new Factors<>(
          gradients.at(new Factors<>(at.x(), iterate.y())).x(),
          gradients.at(new Factors<>(iterate.x(), at.y())).y());
    }
    return new Factors<>(
        has(Mistake.GRADIENT_OF_X_UNPERTURBED) ? gradients.at(iterate).x() : g.x(),
        has(Mistake.GRADIENT_OF_Y_UNPERTURBED) ? gradients.at(iterate).y() : g.y());
  }

  private Factors<T> descend(Factors<T> start, Factors<T> g) {
    return new Factors<>(start.x().minus(g.x().scale(etaX)), start.y().minus(g.y().scale(etaY)));
  }

  private Factors<T> gaussSeidel(
      Factors<T> start, Factors<T> image, Factors<T> z, Factors<T> at, Matrix<T> r) {
    boolean noisy =
        has(Mistake.GAUSS_SEIDEL_FRESH_NOISY)
            || has(Mistake.GAUSS_SEIDEL_STALE_NOISY)
            || has(Mistake.GAUSS_SEIDEL_X_FRESH_NOISY)
            || has(Mistake.GAUSS_SEIDEL_X_STALE_NOISY);
    if (has(Mistake.GAUSS_SEIDEL_FRESH)
        || has(Mistake.GAUSS_SEIDEL_FRESH_NOISY)
        || has(Mistake.GAUSS_SEIDEL_STALE)
        || has(Mistake.GAUSS_SEIDEL_STALE_NOISY)) {
      boolean fresh = has(Mistake.GAUSS_SEIDEL_FRESH) || has(Mistake.GAUSS_SEIDEL_FRESH_NOISY);
      Matrix<T> x = noisy ? image.x().plus(z.x()) : image.x();
      Matrix<T> used = fresh ? gradients.residual(new Factors<>(x, at.y())) : r;
      return new Factors<>(image.x(), descend(start, gradients.at(used, x, r, at.y())).y());
    }
    if (has(Mistake.GAUSS_SEIDEL_X_FRESH)
        || has(Mistake.GAUSS_SEIDEL_X_FRESH_NOISY)
        || has(Mistake.GAUSS_SEIDEL_X_STALE)
        || has(Mistake.GAUSS_SEIDEL_X_STALE_NOISY)) {
      boolean fresh = has(Mistake.GAUSS_SEIDEL_X_FRESH) || has(Mistake.GAUSS_SEIDEL_X_FRESH_NOISY);
      Matrix<T> y = noisy ? image.y().plus(z.y()) : image.y();
      Matrix<T> used = fresh ? gradients.residual(new Factors<>(at.x(), y)) : r;
      return new Factors<>(descend(start, gradients.at(r, at.x(), used, y)).x(), image.y());
    }
    return image;
  }

  private Factors<T> faultyNoise(Factors<T> noise) {
    Matrix<T> zx = noise.x();
    Matrix<T> zy = noise.y();
    if (has(Mistake.NOISE_SWAPPED)) {
      zx = noise.y();
      zy = noise.x();
    }
    if (has(Mistake.NOISE_X_FOR_BOTH)) {
      zy = zx;
    } else if (has(Mistake.NOISE_Y_FOR_BOTH)) {
      zx = zy;
    }
    if (has(Mistake.NOISE_OF_LAST_ROW_MISSING_X)) {
      zx = gradients.firstRows(zx, zx.rows() - 1);
    }
    if (has(Mistake.NOISE_OF_LAST_ROW_MISSING_Y)) {
      zy = gradients.firstRows(zy, zy.rows() - 1);
    }
    if (has(Mistake.NOISE_COLUMN_MAJOR)) {
      zx = ExactGradient.columnMajor(zx);
      zy = ExactGradient.columnMajor(zy);
    }
    T scaleX = arithmetic.of(scale(Mistake.NOISE_NEGATED_X, Mistake.NOISE_Y_ONLY));
    T scaleY = arithmetic.of(scale(Mistake.NOISE_NEGATED_Y, Mistake.NOISE_X_ONLY));
    if (has(Mistake.NOISE_TIMES_STEP)) {
      scaleX = arithmetic.multiply(etaX, scaleX);
      scaleY = arithmetic.multiply(etaY, scaleY);
    }
    return new Factors<>(zx.scale(scaleX), zy.scale(scaleY));
  }

  private double scale(Mistake negated, Mistake absent) {
    double size = has(Mistake.NOISE_DOUBLED) ? 2 : has(Mistake.NOISE_HALVED) ? 0.5 : 1;
    boolean minus = has(Mistake.NOISE_NEGATED) || has(negated);
    return has(absent) ? 0 : minus ? -size : size;
  }

  private Factors<T> clip(Factors<T> g) {
    int entries = has(Mistake.CLIPPED_ENTRIES_1) ? 1 : has(Mistake.CLIPPED_ENTRIES_10) ? 10 : 0;
    if (entries > 0) {
      T limit = arithmetic.of(entries);
      return new Factors<>(g.x().map(a -> clamp(a, limit)), g.y().map(a -> clamp(a, limit)));
    }
    int norm = has(Mistake.CLIPPED_1) ? 1 : has(Mistake.CLIPPED_10) ? 10 : 0;
    if (norm == 0) {
      return g;
    }
    double squared = arithmetic.roundToDouble(g.inner(g));
    // The norm is irrational: a double of it is near enough to name the mistake, not to judge by.
    double factor = Math.min(1, norm / Math.sqrt(squared));
    return g.scale(arithmetic.fromRational(Rationals.of(factor)));
  }

  private T clamp(T a, T limit) {
    T minus = arithmetic.negate(limit);
    return arithmetic.compare(a, limit) > 0 ? limit : arithmetic.compare(a, minus) < 0 ? minus : a;
  }
}
