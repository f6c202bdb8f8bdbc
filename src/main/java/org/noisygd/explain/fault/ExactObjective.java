// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import java.util.function.IntBinaryOperator;
import java.util.function.UnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * The residual R = X Y^T - M, F = 1/2 ||R||^2 and its gradient (R Y, R^T X). A fault may change the
 * fields that are not final.
 *
 * @param <T> the type of the entries
 */
@SuppressWarnings("shape") // a fault may confuse shapes
final class ExactObjective<T> {
  final Arithmetic<T> arithmetic;

  /** The matrix M. */
  Matrix<T> target;

  final Side<T> x;
  final Side<T> y;

  /** The factor of the whole gradient. */
  double size = 1;

  /** The ratio of F to ||R||^2. */
  double half = 0.5;

  /** The factor of the terms of smoothing in ||R||^2. */
  double noiseTerms = 1;

  ExactObjective(Matrix<T> m) {
    arithmetic = m.arithmetic();
    target = m;
    x = new Side<>(arithmetic);
    y = new Side<>(arithmetic);
  }

  /** The residual. */
  Matrix<T> residual(Matrix<T> atX, Matrix<T> atY) {
    return atX.times(atY.transpose()).minus(target);
  }

  /**
   * F.
   *
   * @param terms the terms of smoothing in ||R||^2
   */
  T loss(Factors<T> at, T terms) {
    T ofNoise = arithmetic.multiply(arithmetic.of(noiseTerms), terms);
    T sum = arithmetic.add(residual(at.x(), at.y()).normSquared(), ofNoise);
    return arithmetic.multiply(arithmetic.fromDyadic(Dyadic.of(half)), sum);
  }

  /** The gradient at a point with residual R. */
  Factors<T> gradient(Matrix<T> r, Factors<T> at) {
    return sized(new Factors<>(r.times(at.y()), r.transpose().times(at.x())), size);
  }

  /** The scale of the gradient with respect to one factor. */
  double scale(Side<T> side) {
    return size * side.size;
  }

  /** A gradient, or the Hessian's product with a direction, times the sizes of its two sides. */
  Factors<T> sized(Factors<T> g, double common) {
    return new Factors<>(scaled(g.x(), common * x.size), scaled(g.y(), common * y.size));
  }

  /** A matrix times a factor, which may be an irrational number rounded to a double. */
  static <T> Matrix<T> scaled(Matrix<T> a, double factor) {
    return factor == 1 ? a : a.scale(a.arithmetic().fromDyadic(Dyadic.of(factor)));
  }

  /** Exchanges X and Y, which have the same shape. */
  static <T> Factors<T> swapped(Factors<T> f) {
    return new Factors<>(f.y(), f.x());
  }

  /**
   * The stages of the gradient, the update and the noise of one factor. A fault in one factor
   * changes its side.
   *
   * @param <T> the type of the numbers
   */
  static final class Side<T> {
    /** The scale of the gradient with respect to this factor. */
    double size = 1;

    /** The step size. */
    T eta;

    /** The change of the noise before it perturbs this factor. */
    UnaryOperator<Matrix<T>> noise = z -> z;

    /** True if this factor is perturbed in the residual of its gradient. */
    boolean noisyOwn = true;

    /** True if the other factor is perturbed in the residual of this factor's gradient. */
    boolean noisyOther = true;

    /** True if the other factor is perturbed where it is multiplied by the residual. */
    boolean noisyFactor = true;

    /** The state of the other factor in the residual. */
    Updated inResidual = Updated.NOT;

    /** The state of the other factor where it is multiplied by the residual. */
    Updated asFactor = Updated.NOT;

    /** True if the update starts from the perturbed factor. */
    boolean keepsNoise;

    /** The number d in s = d sigma^2 of this factor's noise. */
    int rows;

    /** The variance sigma^2 in s = d sigma^2. */
    T variance;

    /** The factor of s. */
    double sizeOfNoise = 1;

    /** The step whose noise step t uses, by t and the last step; maybe beyond the ends. */
    IntBinaryOperator noiseStep = (t, last) -> t;

    /** The states of a factor within an update: old, new, or new with its noise. */
    enum Updated {
      NOT,
      PLAIN,
      NOISY
    }

    Side(Arithmetic<T> arithmetic) {
      eta = arithmetic.one();
      variance = arithmetic.zero();
    }

    /** Removes the noise from the point of the gradient. */
    void unperturbed() {
      noisyOwn = noisyOther = noisyFactor = false;
    }

    /** Returns true if its gradient needs the other factor's new state. */
    boolean waits() {
      return inResidual != Updated.NOT || asFactor != Updated.NOT;
    }

    /** Adds a change of the noise after all earlier ones. */
    void noise(UnaryOperator<Matrix<T>> change) {
      UnaryOperator<Matrix<T>> before = noise;
      noise = z -> change.apply(before.apply(z));
    }
  }
}
