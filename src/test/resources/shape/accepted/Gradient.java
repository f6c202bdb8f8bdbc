// SPDX-License-Identifier: Apache-2.0
package programs;

import org.noisygd.number.shape.Shape;

/** The perturbed update's two halves, in residual and in Gram form, with local variables inferred. */
final class Gradient {
  private Gradient() {}

  static <T extends Object> @Shape({"d1", "r"}) Mat<T> residualForm(
      @Shape({"d1", "r"}) Mat<T> x, @Shape({"d2", "r"}) Mat<T> y, @Shape({"d1", "d2"}) Mat<T> m) {
    var residual = x.times(y.transpose()).minus(m);
    return residual.times(y);
  }

  static <T extends Object> @Shape({"d2", "r"}) Mat<T> transposedResidual(
      @Shape({"d1", "r"}) Mat<T> x, @Shape({"d2", "r"}) Mat<T> y, @Shape({"d1", "d2"}) Mat<T> m) {
    Mat<T> residual = x.times(y.transpose()).minus(m);
    return residual.transpose().times(x);
  }

  static <T extends Object> @Shape({"d1", "r"}) Mat<T> gramForm(
      @Shape({"d1", "r"}) Mat<T> x,
      @Shape({"d2", "r"}) Mat<T> y,
      @Shape({"d1", "d2"}) Mat<T> m,
      T eta) {
    Mat<T> gram = y.transpose().times(y);
    return x.minus(x.times(gram).minus(m.times(y)).scale(eta)).addScaled(-1.0, x);
  }
}
