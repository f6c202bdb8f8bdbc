// SPDX-License-Identifier: Apache-2.0
package programs;

import org.noisygd.number.shape.Shape;

/** X where Y belongs. */
final class WrongFactor {
  private WrongFactor() {}

  static <T extends Object> @Shape({"d1", "r"}) Mat<T> gramForm(
      @Shape({"d1", "r"}) Mat<T> x, @Shape({"d2", "r"}) Mat<T> y, @Shape({"d1", "d2"}) Mat<T> m) {
    Mat<T> gram = y.transpose().times(y);
    Mat<T> right = m.times(x); // expect: [shape.mismatch] index k of ik,kj->ij is both d2 and d1
    return x.times(gram);
  }

  static <T extends Object> void exchanged(Factors<T> factors) {
    new Factors<>(factors.y(), factors.y()); // expect: [argument] incompatible argument for parameter x
  }

  static <T extends Object> @Shape({"d2", "r"}) Mat<T> otherAccessor(Factors<T> factors) {
    return factors.x(); // expect: [return] incompatible types in return
  }
}
