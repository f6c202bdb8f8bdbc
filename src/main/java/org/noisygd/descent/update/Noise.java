// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;

/**
 * Where a run takes its perturbations from.
 *
 * @param <T> the type of the entries
 */
@FunctionalInterface
public interface Noise<T extends Object> {
  /** The perturbations of the update that leads from step t to t + 1; null for a noise-free one. */
  @Nullable Factors<T> at(long t);

  /** No perturbation at any step: plain gradient descent. */
  static <T extends Object> Noise<T> none() {
    return t -> null;
  }
}
