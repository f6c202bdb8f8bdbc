// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * The objective F(X,Y) = 1/2 ||X Y^T - M||_F^2, the paper's (1), (2) and (5). With R = X Y^T - M:
 *
 * <ul>
 *   <li>gradient (Lemma 1): R Y by X, R^T X by Y;
 *   <li>Hessian applied to (dX, dY): dR Y + R dY and dR^T X + R^T dX, with dR = dX Y^T + X dY^T.
 * </ul>
 *
 * <p>Order of evaluation: R is formed first, then products in the order of {@link Matrix#times};
 * the loss sums R's squares row by row and is halved last.
 *
 * @param target M, d1 x d2
 * @param <T> the type of the entries
 */
public record MatrixFactorization<T>(@Shape({"d1", "d2"}) Matrix<T> target)
    implements Objective<T> {

  /** The residual R = X Y^T - M, d1 x d2. */
  public @Shape({"d1", "d2"}) Matrix<T> residual(Factors<T> at) {
    return requireFit(at).x().times(at.y().transpose()).minus(target);
  }

  @Override
  public T loss(Factors<T> at) {
    Arithmetic<T> arithmetic = target.arithmetic();
    return arithmetic.multiply(arithmetic.of(0.5), residual(at).normSquared());
  }

  @Override
  public Factors<T> gradient(Factors<T> at) {
    var r = residual(at);
    return new Factors<>(r.times(at.y()), r.transpose().times(at.x()));
  }

  /**
   * The gradient evaluated as X (Y^T Y) - M Y and Y (X^T X) - M^T X, without a d1 x d2 product; it
   * differs from {@link #gradient} by rounding alone.
   */
  public Factors<T> gradientInGramForm(Factors<T> at) {
    requireFit(at);
    return new Factors<>(
        at.x().times(at.y().gram()).minus(target.times(at.y())),
        at.y().times(at.x().gram()).minus(target.transpose().times(at.x())));
  }

  @Override
  public Factors<T> hessianVectorProduct(Factors<T> at, Factors<T> direction) {
    direction.requireLike(at, "direction");
    var r = residual(at);
    var dr = direction.x().times(at.y().transpose()).plus(at.x().times(direction.y().transpose()));
    return new Factors<>(
        dr.times(at.y()).plus(r.times(direction.y())),
        dr.transpose().times(at.x()).plus(r.transpose().times(direction.x())));
  }

  @Override
  public @Shape({"(d1+d2)*r", "(d1+d2)*r"}) Matrix<T> hessian(Factors<T> at) {
    return HessianBlocks.assemble(at, residual(at), at.y().gram(), at.x().gram());
  }

  /** Checks that the iterate's shapes and arithmetic agree with the target's. */
  Factors<T> requireFit(Factors<T> at) {
    Require.that(
        at.d1() == target.rows() && at.d2() == target.columns(),
        "iterate of shapes " + at.x().shape() + " and " + at.y().shape(),
        "fit the target M",
        target.shape());
    Require.that(
        at.arithmetic().name().equals(target.arithmetic().name()),
        "iterate in " + at.arithmetic().name(),
        "have the arithmetic of M",
        target.arithmetic().name());
    return at;
  }
}
