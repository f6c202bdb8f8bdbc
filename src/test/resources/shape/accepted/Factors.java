// SPDX-License-Identifier: Apache-2.0
package programs;

import org.noisygd.number.shape.Shape;

/** Shapes fixed by declaration: record components, fields, accessors. */
record Factors<T extends Object>(@Shape({"d1", "r"}) Mat<T> x, @Shape({"d2", "r"}) Mat<T> y) {
  @Shape({"d1", "d2"}) Mat<T> product() {
    return x.times(y.transpose());
  }

  Factors<T> plus(Factors<T> other) {
    return new Factors<>(x.plus(other.x()), y.plus(other.y));
  }

  @SuppressWarnings("shape") // what is read is of these shapes by the file's own header
  static <T extends Object> Factors<T> read(T entry) {
    return new Factors<>(Mat.read(entry), Mat.read(entry));
  }
}

/** A run that keeps its state in a field of declared shape. */
final class Run<T extends Object> {
  private @Shape({"d1", "r"}) Mat<T> x;

  Run(Factors<T> start) {
    x = start.x();
  }

  void step(Factors<T> noise) {
    for (int t = 0; t < 3; t++) {
      x = x.plus(noise.x());
    }
  }

  @Shape({"r", "r"}) Mat<T> gram() {
    return x.transpose().times(x);
  }
}
