// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import java.util.function.UnaryOperator;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;

/**
 * One update of a run: the next iterate from an iterate and the noise of its step. {@link
 * PerturbedUpdate} is the update for matrix factorization; {@link #of} is one for any gradient.
 *
 * @param <T> the type of the entries
 */
@FunctionalInterface
public interface Update<T> {
  /**
   * The next iterate.
   *
   * @param iterate the iterate before the update
   * @param noise the perturbation, or null for a noise-free update
   */
  Factors<T> next(Factors<T> iterate, @Nullable Factors<T> noise);

  /**
   * Perturbed GD on any function of two factors: the iterate minus the step sizes times the
   * gradient at the perturbed iterate.
   */
  static <T> Update<T> of(StepSizes<T> steps, UnaryOperator<Factors<T>> gradient) {
    return (iterate, noise) ->
        steps.descend(iterate, gradient.apply(noise == null ? iterate : iterate.perturbed(noise)));
  }
}
