// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import org.noisygd.number.Require;

/** The evaluation of the gradient in an update; the two forms differ by rounding alone. */
public enum UpdateForm {
  /** R = Xt Yt^T - M first, then R Yt and R^T Xt: 4 d1 d2 r operations, no cancellation of M. */
  RESIDUAL,
  /** Xt (Yt^T Yt) - M Yt and Yt (Xt^T Xt) - M^T Xt, which never forms a d1 x d2 product. */
  GRAM;

  /**
   * The number of products, with their additions, of one update:
   *
   * <pre>
   *   residual:  3 d1 d2 r
   *   Gram:      2 d1 d2 r  +  (d1 + d2) r (r + 1) / 2  +  (d1 + d2) r^2
   * </pre>
   *
   * <p>In Gram form these are M Yt and M^T Xt, half of each Gram matrix, and the products with
   * these.
   */
  public long products(int d1, int d2, int r) {
    long cells = (long) Require.positive("d1", d1) * Require.positive("d2", d2);
    long columns = Require.positive("r", r);
    long rows = (long) d1 + d2;
    return this == RESIDUAL
        ? 3 * cells * columns
        : 2 * cells * columns + rows * (columns * (columns + 1) / 2) + rows * columns * columns;
  }

  /**
   * The form with the faster kernels; the residual form in a tie. A product takes some 7/6 of the
   * time of one in Gram form, since the residual is stored and read again: measured over ranks 1 to
   * 40 at sizes from 6 x 8 to 60 x 90 (proofs-notes/kernels.md). A rule for speed alone: near a
   * minimum, where the residual is small beside M, the residual form has smaller rounding errors.
   */
  public static UpdateForm faster(int d1, int d2, int r) {
    return 6 * GRAM.products(d1, d2, r) < 7 * RESIDUAL.products(d1, d2, r) ? GRAM : RESIDUAL;
  }
}
