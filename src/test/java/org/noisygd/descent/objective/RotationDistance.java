// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.matrix.SingularValues;
import org.noisygd.shape.qual.Shape;

/**
 * The rotation-invariant distance of Section 4,
 *
 * <pre>  dist_R(D1, D2) = min over orthogonal R of ||D1 - D2 R||_F,</pre>
 *
 * <p>by orthogonal Procrustes (Schoenemann 1966): the minimiser is the polar factor U V^T of D2^T
 * D1 = U S V^T. The distance is then taken from the difference itself, which does not cancel as the
 * formula with the nuclear norm does. Accuracy (not rigorous): the computed R is the minimiser for
 * a cross product D2^T D1 that is off by some unit roundoffs u of ||D1|| ||D2||. So the squared
 * distance is at most some u ||D1|| ||D2|| above the least one. Of a distance that is zero, some u
 * ||D|| cond(D) is left, and never more than some sqrt(u) ||D||.
 */
public final class RotationDistance {
  private RotationDistance() {}

  /** The minimiser R, orthogonal, r x r, for factors stacked as (X; Y). */
  @SuppressWarnings("shape") // the polar factor has the shape of its matrix, here r x r
  public static <T extends Object> @Shape({"r", "r"}) Matrix<T> rotation(
      Factors<T> first, Factors<T> second) {
    second.requireShapeOf(first, "second pair");
    var cross =
        second.x().transpose().times(first.x()).plus(second.y().transpose().times(first.y()));
    return SingularValues.of(cross).polarFactor();
  }

  /** dist_R of the stacked factors (X; Y), both turned by one R. */
  public static <T extends Object> T of(Factors<T> first, Factors<T> second) {
    var rotation = rotation(first, second);
    Arithmetic<T> arithmetic = first.arithmetic();
    T squared =
        arithmetic.add(
            first.x().minus(second.x().times(rotation)).normSquared(),
            first.y().minus(second.y().times(rotation)).normSquared());
    return arithmetic.sqrt(squared);
  }
}
