// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * The smoothed objective Fs(X,Y) = E F(X + Z1, Y + Z2), the paper's (3) and (6), in closed form:
 *
 * <pre>
 *   Fs = 1/2 ( ||X Y^T - M||^2 + tr(C2 X^T X) + tr(C1 Y^T Y) + tr(C1 C2) )
 *   gradient: R Y + X C2 by X,  R^T X + Y C1 by Y
 *   Hessian: Hessian of F, plus C2 on each row of X and C1 on each row of Y
 * </pre>
 *
 * <p>The four terms of the loss are added in the order printed and halved last. In an exact
 * arithmetic with exact moments the results are exact.
 *
 * @param target M, d1 x d2
 * @param noise C1 and C2, r x r
 * @param <T> the type of the entries
 */
public record SmoothedFactorization<T>(@Shape({"d1", "d2"}) Matrix<T> target, NoiseMoments<T> noise)
    implements Objective<T> {

  /** F itself, the objective without noise. */
  public MatrixFactorization<T> unsmoothed() {
    return new MatrixFactorization<>(target);
  }

  private Factors<T> requireFit(Factors<T> at) {
    Require.that(
        at.r() == noise.c1().rows(),
        "iterate of rank " + at.r(),
        "fit the noise moments",
        noise.c1().shape());
    return at;
  }

  @Override
  public T loss(Factors<T> at) {
    requireFit(at);
    Arithmetic<T> arithmetic = target.arithmetic();
    T sum = unsmoothed().residual(at).normSquared();
    sum = arithmetic.add(sum, noise.c2().inner(at.x().gram()));
    sum = arithmetic.add(sum, noise.c1().inner(at.y().gram()));
    sum = arithmetic.add(sum, noise.c1().inner(noise.c2()));
    return arithmetic.multiply(arithmetic.of(0.5), sum);
  }

  @Override
  public Factors<T> gradient(Factors<T> at) {
    Factors<T> plain = unsmoothed().gradient(requireFit(at));
    return plain.plus(noiseTimes(at));
  }

  @Override
  public Factors<T> hessianVectorProduct(Factors<T> at, Factors<T> direction) {
    Factors<T> plain = unsmoothed().hessianVectorProduct(requireFit(at), direction);
    return plain.plus(noiseTimes(direction));
  }

  private Factors<T> noiseTimes(Factors<T> direction) {
    return new Factors<>(direction.x().times(noise.c2()), direction.y().times(noise.c1()));
  }

  @Override
  public @Shape({"(d1+d2)*r", "(d1+d2)*r"}) Matrix<T> hessian(Factors<T> at) {
    return HessianBlocks.assemble(
        requireFit(at),
        unsmoothed().residual(at),
        at.y().gram().plus(noise.c2()),
        at.x().gram().plus(noise.c1()));
  }
}
