// SPDX-License-Identifier: Apache-2.0
package programs;

import org.noisygd.number.shape.Shape;

/** Dimensions are polynomials: stacking and Kronecker products land in the shape one writes down. */
final class Polynomials {
  private Polynomials() {}

  static <T extends Object> @Shape({"(d1 + d2) * r", "1"}) Mat<T> stacked(
      @Shape({"d1*r", "1"}) Mat<T> x, @Shape({"r*d2", "1"}) Mat<T> y) {
    return Mat.stack(x, y);
  }

  static <T extends Object> @Shape({"d1*r", "r*d1"}) Mat<T> curvature(
      @Shape({"d2", "r"}) Mat<T> y, @Shape({"d1", "d1"}) Mat<T> identity) {
    return identity.kronecker(y.transpose().times(y));
  }

  static <T extends Object> @Shape({"d1", "1"}) Mat<T> column(@Shape({"d1", "r"}) Mat<T> x) {
    return x.firstColumn();
  }
}
