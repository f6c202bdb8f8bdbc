// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Require;

/**
 * How many products with their additions one update takes in each form, and which is faster.
 *
 * <pre>
 *   residual:  3 d1 d2 r
 *   Gram:      2 d1 d2 r  +  (d1 + d2) r (r + 1) / 2  +  (d1 + d2) r^2
 * </pre>
 *
 * <p>In Gram form those are M Yt and M^T Xt, half of each Gram matrix, and the products with them.
 * A product of the residual form takes some 7/6 of the time of one in Gram form, since the residual
 * is stored and read again: measured over ranks 1 to 40 at sizes from 6 x 8 to 60 x 90
 * (proofs-notes/kernels.md).
 *
 * <p>A rule for speed alone: the forms differ by rounding, and near a minimum, where the residual
 * is small beside M, the residual form loses less.
 */
public final class UpdateForms {
  private UpdateForms() {}

  /** Products of one update in a form. */
  public static long products(UpdateForm form, int d1, int d2, int r) {
    long cells = (long) Require.positive("d1", d1) * Require.positive("d2", d2);
    long columns = Require.positive("r", r);
    long rows = (long) d1 + d2;
    return switch (form) {
      case RESIDUAL -> 3 * cells * columns;
      case GRAM ->
          2 * cells * columns + rows * (columns * (columns + 1) / 2) + rows * columns * columns;
    };
  }

  /** The form that takes less time; the residual form where they take the same. */
  public static UpdateForm faster(int d1, int d2, int r) {
    return 6 * products(UpdateForm.GRAM, d1, d2, r) < 7 * products(UpdateForm.RESIDUAL, d1, d2, r)
        ? UpdateForm.GRAM
        : UpdateForm.RESIDUAL;
  }
}
