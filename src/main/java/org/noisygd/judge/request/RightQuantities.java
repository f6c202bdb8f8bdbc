// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.Map;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The quantities as the reference computes them, in the order of evaluation that {@code
 * descent.objective} and {@code descent.update} document: exactly in an exact arithmetic, with
 * every operation rounded in any other.
 */
public final class RightQuantities<T> implements Quantities<T> {
  private final Inputs<T> inputs;
  private final MatrixFactorization<T> plain;
  private final Factors<T> at;

  @SuppressWarnings("shape") // the objective checks that iterates fit
  public RightQuantities(Inputs<T> inputs) {
    this.inputs = inputs;
    this.plain = new MatrixFactorization<>(inputs.m());
    this.at = inputs.at();
  }

  /** The exact answer to a request that has one, field by field. */
  public static Map<String, Matrix<Dyadic>> expected(Request q) {
    return q.op().result(new RightQuantities<>(q.in(DyadicArithmetic.INSTANCE)));
  }

  @Override
  public Inputs<T> inputs() {
    return inputs;
  }

  @Override
  public Matrix<T> residual() {
    return plain.residual(at);
  }

  @Override
  public T loss(boolean smoothed) {
    return smoothed ? smoothed().loss(at) : plain.loss(at);
  }

  @Override
  public Factors<T> gradient(boolean smoothed) {
    return smoothed ? smoothed().gradient(at) : plain.gradient(at);
  }

  @Override
  public Matrix<T> hessian(boolean smoothed) {
    return smoothed ? smoothed().hessian(at) : plain.hessian(at);
  }

  @Override
  public Factors<T> hessianVectorProduct() {
    return plain.hessianVectorProduct(at, inputs.direction());
  }

  private SmoothedFactorization<T> smoothed() {
    return new SmoothedFactorization<>(
        plain.target(),
        NoiseMoments.scalar(
            inputs.arithmetic(),
            at.r(),
            inputs.secondMoment(at.d1(), inputs.sigma1()),
            inputs.secondMoment(at.d2(), inputs.sigma2())));
  }

  @Override
  public Factors<T> update() {
    return inputs.update().apply(at, inputs.direction());
  }
}
