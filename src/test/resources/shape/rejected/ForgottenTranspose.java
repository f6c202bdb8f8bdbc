// SPDX-License-Identifier: Apache-2.0
package programs;

import org.noisygd.number.shape.Shape;

/** The right programs are in Gradient.java; here each lacks one transpose. */
final class ForgottenTranspose {
  private ForgottenTranspose() {}

  static <T extends Object> Mat<T> inProduct(
      @Shape({"d1", "r"}) Mat<T> x, @Shape({"d2", "r"}) Mat<T> y) {
    return x.times(y); // expect: [shape.mismatch] index k of ik,kj->ij is both r and d2
  }

  static <T extends Object> Mat<T> ofResidual(
      @Shape({"d1", "r"}) Mat<T> x, @Shape({"d2", "r"}) Mat<T> y, @Shape({"d1", "d2"}) Mat<T> m) {
    var residual = x.times(y.transpose()).minus(m);
    return residual.times(x); // expect: [shape.mismatch] index k of ik,kj->ij is both d2 and d1
  }

  static <T extends Object> @Shape({"r", "d1"}) Mat<T> ofResult(@Shape({"d1", "r"}) Mat<T> x) {
    return x; // expect: [return] incompatible types in return
  }
}
