// SPDX-License-Identifier: Apache-2.0
package programs;

import java.util.function.UnaryOperator;
import org.noisygd.number.shape.Einsum;

/** A matrix as the programs beside this file see it: kernels with signatures, no arithmetic. */
final class Mat<T extends Object> {
  private final T entry;

  private Mat(T entry) {
    this.entry = entry;
  }

  static <T extends Object> Mat<T> read(T entry) {
    return new Mat<>(entry);
  }

  T entry() {
    return entry;
  }

  @Einsum("ik,kj->ij")
  Mat<T> times(Mat<T> other) {
    return other;
  }

  @Einsum("ij->ji")
  Mat<T> transpose() {
    return this;
  }

  @Einsum("ij,ij->ij")
  Mat<T> plus(Mat<T> other) {
    return other;
  }

  @Einsum("ij,ij->ij")
  Mat<T> minus(Mat<T> other) {
    return other;
  }

  @Einsum("ij->ij")
  Mat<T> scale(T factor) {
    return this;
  }

  @Einsum("ij,ij->ij")
  Mat<T> addScaled(double factor, Mat<T> other) {
    return other;
  }

  @Einsum("ij,->ij")
  Mat<T> map(UnaryOperator<T> function) {
    return this;
  }

  @Einsum("ij,ij->")
  T inner(Mat<T> other) {
    return other.entry;
  }

  @Einsum("ii->")
  T trace() {
    return entry;
  }

  @Einsum("ij->i1")
  Mat<T> firstColumn() {
    return this;
  }

  @Einsum("ij,kj->(i+k)j")
  static <T extends Object> Mat<T> stack(Mat<T> top, Mat<T> bottom) {
    return top;
  }

  @Einsum("ij,kl->(i*k)(j*l)")
  Mat<T> kronecker(Mat<T> other) {
    return other;
  }
}
