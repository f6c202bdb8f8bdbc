// SPDX-License-Identifier: Apache-2.0
package programs;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import org.noisygd.number.shape.Shape;

/** Flow, lambdas, generics, conditionals. */
final class Inference {
  private Inference() {}

  static <T extends Object> @Shape({"r", "r"}) Mat<T> reassigned(
      @Shape({"d1", "r"}) Mat<T> x, @Shape({"d2", "r"}) Mat<T> y, boolean left) {
    Mat<T> z = x;
    z = z.transpose();
    Mat<T> gram = left ? z.times(x) : y.transpose().times(y);
    for (int t = 0; t < 3; t++) {
      gram = gram.times(gram);
    }
    return gram;
  }

  static <T extends Object> @Shape({"d1", "d1"}) Mat<T> lambda(
      @Shape({"d1", "r"}) Mat<T> x, @Shape({"d2", "r"}) Mat<T> y) {
    Mat<T> product = x.times(y.transpose());
    Function<@Shape({"d2", "r"}) Mat<T>, @Shape({"d1", "r"}) Mat<T>> apply = v -> product.times(v);
    Supplier<@Shape({"d1", "d1"}) Mat<T>> square = () -> apply.apply(y).times(x.transpose());
    BinaryOperator<@Shape({"d1", "r"}) Mat<T>> sum = (a, b) -> a.plus(b);
    return sum.apply(x, x).times(x.transpose()).plus(square.get());
  }

  static <T extends Object> @Shape({"d1", "r"}) Mat<T> fold(
      List<@Shape({"d1", "r"}) Mat<T>> noise, @Shape({"d1", "r"}) Mat<T> start) {
    Mat<T> sum = start;
    for (Mat<T> z : noise) {
      sum = sum.plus(z);
    }
    return noise.get(0).plus(sum).map(entry -> entry);
  }

  /** A transpose asks nothing of its operand; here the shape stays unknown, and nobody needs it. */
  static <T extends Object> T unconstrained(Mat<T> x) {
    return x.transpose().entry();
  }

  static <T extends Object> T scalars(@Shape({"d1", "r"}) Mat<T> x) {
    T norm = x.inner(x);
    return x.times(x.transpose()).scale(norm).trace();
  }
}
