// SPDX-License-Identifier: Apache-2.0
package programs;

import java.util.function.Function;
import org.noisygd.number.shape.Shape;

/** Results, sums and assignments of the wrong shape. */
final class WrongShape {
  private @Shape({"d1", "r"}) Mat<String> x = Mat.read(""); // expect: [assignment] incompatible types

  static <T extends Object> @Shape({"d1", "r"}) Mat<T> result(
      @Shape({"d1", "r"}) Mat<T> x, @Shape({"d2", "r"}) Mat<T> y) {
    return x.times(y.transpose()); // expect: [return] incompatible types in return
  }

  static <T extends Object> Mat<T> sum(
      @Shape({"d1", "r"}) Mat<T> x, @Shape({"d2", "r"}) Mat<T> y) {
    return x.plus(y); // expect: [shape.mismatch] index i of ij,ij->ij is both d1 and d2
  }

  static <T extends Object> Mat<T> difference(
      @Shape({"d1", "r"}) Mat<T> x, @Shape({"d1", "d2"}) Mat<T> m) {
    return m.minus(x); // expect: [shape.mismatch] index j of ij,ij->ij is both d2 and r
  }

  static <T extends Object> T notSquare(@Shape({"d1", "r"}) Mat<T> x) {
    return x.trace(); // expect: [shape.mismatch] index i of ii-> is both d1 and r
  }

  void field(@Shape({"d2", "r"}) Mat<String> y) {
    x = y; // expect: [assignment] incompatible types
  }

  static <T extends Object> void lambda(@Shape({"d1", "d2"}) Mat<T> m) {
    Function<@Shape({"d2", "r"}) Mat<T>, @Shape({"d2", "r"}) Mat<T>> wrong =
        v -> m.times(v); // expect: [return] incompatible types in return
  }

  static <T extends Object> @Shape({"(d1+d2)*r", "1"}) Mat<T> stacked(
      @Shape({"d1*r", "1"}) Mat<T> x, @Shape({"d2", "1"}) Mat<T> y) {
    return Mat.stack(x, y); // expect: [return] incompatible types in return
  }
}
