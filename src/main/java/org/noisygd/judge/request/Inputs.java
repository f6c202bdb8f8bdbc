// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.List;
import java.util.Map;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * The numbers of a request, in some arithmetic. What the op does not ask for is zero or empty.
 *
 * @param <T> the type of the numbers
 */
public interface Inputs<T> {
  /** M, d1 x d2. */
  @Shape({"d1", "d2"})
  Matrix<T> m();

  /** (X, Y). */
  Factors<T> at();

  /** (dX, dY), or the noise of one update. */
  Factors<T> direction();

  /** The perturbations of a run, one for each update. */
  List<Factors<T>> noises();

  /** The step size of X. */
  T etaX();

  /** The step size of Y. */
  T etaY();

  /** The standard deviation of the noise of X. */
  T sigma1();

  /** The standard deviation of the noise of Y. */
  T sigma2();

  /** The steps whose states a run returns, ascending. */
  List<Integer> record();

  /** A number that this op alone asks for. */
  T number(String field);

  /** The fields that this op alone asks for, where they are held as they were given. */
  default Map<String, Object> own() {
    return Map.of();
  }

  /** The arithmetic. */
  default Arithmetic<T> arithmetic() {
    return m().arithmetic();
  }

  /** d1. */
  default int d1() {
    return m().rows();
  }

  /** d2. */
  default int d2() {
    return m().columns();
  }

  /** r. */
  default int r() {
    return at().r();
  }

  /** s1 = d1 sigma1^2, the diagonal of E Z1^T Z1. */
  default T s1() {
    return secondMoment(arithmetic(), d1(), sigma1());
  }

  /** s2 = d2 sigma2^2, the diagonal of E Z2^T Z2. */
  default T s2() {
    return secondMoment(arithmetic(), d2(), sigma2());
  }

  private static <T> T secondMoment(Arithmetic<T> arithmetic, int d, T sigma) {
    return arithmetic.multiply(arithmetic.of(d), arithmetic.multiply(sigma, sigma));
  }
}
