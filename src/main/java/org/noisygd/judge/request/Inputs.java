// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/** The numbers of a request in an arithmetic. Fields that the op lacks are zero or empty. */
public interface Inputs<T> {
  Arithmetic<T> arithmetic();

  /** A matrix, such as {@code M}. */
  Matrix<T> matrix(String field);

  /** A number, such as {@code etaX}. */
  T number(String field);

  /** The perturbations of a run, one for each update. */
  List<Factors<T>> noises();

  /** The steps whose states a run returns, ascending. */
  List<Integer> record();

  /** M, d1 x d2. */
  @SuppressWarnings("shape") // the caller checks that iterates fit M
  default @Shape({"d1", "d2"}) Matrix<T> m() {
    return matrix("M");
  }

  /** (X, Y). */
  @SuppressWarnings("shape") // Factors checks the shapes
  default Factors<T> at() {
    return new Factors<>(matrix("X"), matrix("Y"));
  }

  /** (dX, dY), or the noise of one update. */
  @SuppressWarnings("shape") // Factors checks the shapes
  default Factors<T> direction() {
    return new Factors<>(matrix("dX"), matrix("dY"));
  }

  default T etaX() {
    return number("etaX");
  }

  default T etaY() {
    return number("etaY");
  }

  /** The standard deviation of the noise of X. */
  default T sigma1() {
    return number("sigma1");
  }

  /** The standard deviation of the noise of Y. */
  default T sigma2() {
    return number("sigma2");
  }

  /** The update with M and the step sizes of this request. */
  default PerturbedUpdate<T> update() {
    return new PerturbedUpdate<>(m(), new StepSizes<>(etaX(), etaY()), UpdateForm.RESIDUAL);
  }

  default int d1() {
    return m().rows();
  }

  default int d2() {
    return m().columns();
  }

  default int r() {
    return at().r();
  }

  /** s1 = d1 sigma1^2, the diagonal of E Z1^T Z1. */
  default T s1() {
    return secondMoment(d1(), sigma1());
  }

  /** s2 = d2 sigma2^2, the diagonal of E Z2^T Z2. */
  default T s2() {
    return secondMoment(d2(), sigma2());
  }

  default T secondMoment(int d, T sigma) {
    Arithmetic<T> arithmetic = arithmetic();
    return arithmetic.multiply(arithmetic.of(d), arithmetic.multiply(sigma, sigma));
  }
}
