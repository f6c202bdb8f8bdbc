// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

/** How the gradient of one update is evaluated; the two differ by rounding alone. */
public enum UpdateForm {
  /** R = Xt Yt^T - M first, then R Yt and R^T Xt: 4 d1 d2 r operations, no cancellation of M. */
  RESIDUAL,
  /** Xt (Yt^T Yt) - M Yt and Yt (Xt^T Xt) - M^T Xt, which never forms a d1 x d2 product. */
  GRAM
}
