// SPDX-License-Identifier: Apache-2.0
package programs;

import org.noisygd.number.shape.Shape;

/** What has no shape cannot enter a kernel. */
final class UnknownShape {
  private UnknownShape() {}

  static <T extends Object> Mat<T> receiver(Mat<T> x, @Shape({"d1", "r"}) Mat<T> y) {
    return x.minus(y); // expect: [shape.mismatch] operand 1 of ij,ij->ij has no known shape
  }

  static <T extends Object> Mat<T> argument(@Shape({"d1", "r"}) Mat<T> x, Mat<T> y) {
    return x.minus(y); // expect: [shape.mismatch] operand 2 of ij,ij->ij has no known shape
  }

  static <T extends Object> Mat<T> fresh(T entry) {
    return Mat.read(entry).plus(Mat.read(entry)); // expect: [shape.mismatch] operand 1 of ij,ij->ij has no known shape
  }

  static <T extends Object> T square(T entry) {
    return Mat.read(entry).trace(); // expect: [shape.mismatch] operand 1 of ii-> has no known shape
  }

  static <T extends Object> @Shape({"d1", "r"}) Mat<T> transposed(Mat<T> x) {
    return x.transpose(); // expect: [return] incompatible types in return
  }

  static <T extends Object> Mat<T> eitherOf(
      @Shape({"d1", "r"}) Mat<T> x, @Shape({"d2", "r"}) Mat<T> y, boolean left) {
    Mat<T> one = left ? x : y;
    return one.plus(one); // expect: [shape.mismatch] operand 1 of ij,ij->ij has no known shape
  }

  static <T extends Object> Mat<T> afterLoop(
      @Shape({"d1", "d1"}) Mat<T> a, @Shape({"d1", "r"}) Mat<T> x, boolean more) {
    Mat<T> z = a;
    if (more) {
      z = z.times(x);
    }
    return z.times(x); // expect: [shape.mismatch] operand 1 of ik,kj->ij has no known shape
  }

  static <T extends Object> Mat<T> vector(@Shape("d1") Mat<T> v) {
    return v.transpose(); // expect: [shape.mismatch] operand 1 of ij->ji has 1 dimensions [d1]
  }
}
