// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix as a floating-point solver left them: nothing
 * here is proved. They come from {@link JacobiEigenSolver} or another solver; {@code
 * ClusterEnclosures.errorBounds} gives proved bounds on what came out.
 *
 * @param <T> the type of the entries
 */
public final class ApproximateSpectrum<T> {
  private final List<T> values;
  private final Matrix<T> vectors;

  private ApproximateSpectrum(List<T> values, Matrix<T> vectors) {
    this.values = List.copyOf(values);
    this.vectors = vectors;
  }

  /** Sorts a solver's eigenvalues, value k belonging to column k, into ascending order. */
  public static <T> ApproximateSpectrum<T> sorted(List<T> values, Matrix<T> vectors) {
    Arithmetic<T> arithmetic = vectors.arithmetic();
    List<Integer> order =
        IntStream.range(0, values.size())
            .boxed()
            .sorted(Comparator.comparing(values::get, arithmetic::compare))
            .toList();
    return new ApproximateSpectrum<>(
        order.stream().map(values::get).toList(),
        Matrix.of(
            arithmetic, vectors.rows(), vectors.columns(), (i, j) -> vectors.get(i, order.get(j))));
  }

  /** Refuses a matrix that is not square and, as numbers, symmetric. */
  public static <T> void requireSymmetric(Matrix<T> h) {
    Require.that(h.rows() == h.columns(), "matrix", "be square", h.shape());
    Arithmetic<T> arithmetic = h.arithmetic();
    for (int i = 0; i < h.rows(); i++) {
      for (int j = 0; j < i; j++) {
        T below = h.get(i, j);
        T above = h.get(j, i);
        if (arithmetic.compare(below, above) != 0) {
          throw IntegerMatrix.asymmetry(
              i, j, arithmetic.print(below) + " and " + arithmetic.print(above));
        }
      }
    }
  }

  /** The approximate eigenvalues, ascending, repeated ones repeated; unmodifiable. */
  public List<T> values() {
    return values;
  }

  /** The approximate eigenvectors, n x n: column k belongs to value k; nearly orthonormal. */
  public Matrix<T> vectors() {
    return vectors;
  }
}
