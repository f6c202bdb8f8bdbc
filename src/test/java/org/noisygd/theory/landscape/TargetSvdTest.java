// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.Target;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** Cross-checks: singular values and vectors from factors beside those from the matrix. */
class TargetSvdTest {
  private static final Binary64 A = Binary64.INSTANCE;
  private static final long SEED = 20260103;

  /** Small integers, so that their product has no rounding. */
  private static Factors<Double> factors(int d1, int d2, int r, boolean loose) {
    Random random = new Random(SEED);
    Matrix<Double> x = Matrix.of(A, d1, r, (i, k) -> (double) random.nextInt(-9, 10));
    Matrix<Double> y = Matrix.of(A, d2, r, (j, k) -> (double) random.nextInt(-9, 10));
    // A column of zeros and one that stands twice leave the rank r - 2.
    return loose
        ? new Factors<>(
            Matrix.of(A, d1, r, (i, k) -> k == 1 ? 0.0 : x.get(i, k)),
            Matrix.of(A, d2, r, (j, k) -> y.get(j, k == 2 ? 0 : k)))
        : new Factors<>(x, y);
  }

  /**
   * Rotations of r columns of length d and two products move M by less than max(d1, d2) 2^-52 of
   * the product of the factors' norms, and its singular values by no more (Weyl).
   */
  @Test
  void of_factors_isThatOfTheirProduct() {
    for (int[] shape : new int[][] {{1, 1, 1}, {7, 9, 4}, {90, 70, 5}, {3, 80, 6}}) {
      for (boolean loose : new boolean[] {false, true}) {
        for (double scale : new double[] {1, 0x1p-400, 0x1p400}) {
          int r = shape[2];
          if (loose && r < 4) {
            continue;
          }
          Factors<Double> factors = factors(shape[0], shape[1], r, loose).scale(1.0, scale);
          Matrix<Double> product = factors.x().times(factors.y().transpose());
          SingularValues whole = SingularValues.of(product);
          SingularValues found = TargetSvd.of(new Target.Product<>(factors)).values();
          double norms = factors.x().norm() * (factors.y().scale(1 / scale).norm() * scale);
          double off = Math.max(shape[0], shape[1]) * 0x1p-52 * norms;
          assertEquals(Math.min(loose ? r - 2 : r, whole.smallerSide()), found.rank());
          assertEquals(whole.rank(), found.rank());
          assertEquals(whole.smallerSide(), found.smallerSide());
          for (int k = 1; k <= whole.smallerSide() + 1; k++) {
            assertEquals(whole.value(k), found.value(k), off, "value " + k + ", seed " + SEED);
          }
          SingularVectors vectors =
              TargetSvd.of(new Target.Product<>(factors)).largest(found.rank());
          Orthonormal.require("A", vectors.left());
          Orthonormal.require("B", vectors.right());
          Matrix<Double> back =
              vectors
                  .left()
                  .times(Matrix.diagonal(A, vectors.values()))
                  .times(vectors.right().transpose());
          double left =
              product.minus(back).entries().stream().mapToDouble(Math::abs).max().orElse(0);
          assertTrue(left <= off, left + " of " + off);
        }
      }
    }
  }

  @Test
  void of_noMatrix_hasRankZero() {
    for (int zero : new int[] {0, 1}) {
      Factors<Double> factors = factors(5, 6, 2, false).scale((double) zero, 1.0 - zero);
      Target<Double> m = new Target.Product<>(factors);
      assertEquals(0, TargetSvd.of(m).values().rank());
      assertEquals(0, TargetSvd.of(m).values().value(1));
      assertRefused(
          "M must have the rank r = 1 or more, got singular values []",
          () -> TargetSvd.of(m).largest(1));
    }
  }

  /** Known answer, and that what is kept of one target is not told of another. */
  @Test
  void of_severalTargets_areThoseAskedFor() {
    List<Target<Double>> targets =
        List.of(
            Target.of(Matrix.diagonal(A, List.of(3.0, 2.0))),
            Target.of(Matrix.diagonal(A, List.of(4.0, 1.0))),
            new Target.Product<>(
                new Factors<>(
                    Matrix.of(A, new double[][] {{3}, {4}}), Matrix.of(A, new double[][] {{2}}))));
    for (int turn = 0; turn < 2; turn++) {
      assertEquals(List.of(3.0, 2.0), TargetSvd.of(targets.get(0)).values().largest(2));
      assertEquals(List.of(4.0, 1.0), TargetSvd.of(targets.get(1)).values().largest(2));
      assertEquals(10, TargetSvd.of(targets.get(2)).values().value(1), 0x1p-48);
      assertEquals(List.of(4.0), TargetSvd.of(targets.get(1)).largest(1).values());
    }
  }
}
