// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Locale;

/** The places of one update at which a study can round; the rest is binary64. */
public enum RoundingSite {
  /** Xt = X + Z1 and Yt = Y + Z2, each entry. */
  PERTURBED(0),
  /** R = Xt Yt^T - M, each entry. */
  RESIDUAL(1),
  /** R Yt and R^T Xt, each entry. */
  GRADIENT(2),
  /** The step size times the gradient, each entry. */
  STEP(3),
  /** The new iterate, each entry. */
  STORE(4);

  private final int number;

  RoundingSite(int number) {
    this.number = number;
  }

  /** The number by which random words are addressed; if it changed, results would change. */
  int number() {
    return number;
  }

  /** The word in results. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
