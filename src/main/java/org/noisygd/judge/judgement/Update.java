// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.OpBounds;

/**
 * A perturbed update in an arithmetic.
 *
 * @param from (X, Y) before the update
 * @param noise the perturbations of X and Y
 */
record Update<T>(Matrix<T> m, T etaX, T etaY, Factors<T> from, Factors<T> noise) {
  /**
   * Successive updates with the same M and step sizes. Numbers are rounded to the given arithmetic,
   * if they are not among its values.
   */
  interface Sequence {
    /** Returns true if all of their numbers are doubles, so that dyadic numbers hold them. */
    boolean areDoubles();

    /** The state before the first of them. */
    <T> Factors<T> start(Arithmetic<T> arithmetic);

    /** The update of step t from a state. */
    <T> Update<T> update(long t, Factors<T> from);
  }

  /** An update of a run, from a state and with its noise. */
  static <T> Update<T> of(Request q, Factors<T> from, Factors<Dyadic> noise) {
    Inputs<T> in = q.in(from.arithmetic());
    return new Update<>(in.m(), in.etaX(), in.etaY(), from, noise.roundTo(in.arithmetic()));
  }

  /** (X, Y) after the update, exactly if the arithmetic is exact. */
  Factors<T> result() {
    return new PerturbedUpdate<>(m, new StepSizes<>(etaX, etaY), UpdateForm.RESIDUAL)
        .apply(from, noise);
  }

  /** The bounds of this update, from a state that the candidate printed. */
  OpBounds.Pair bounds(OpBounds bounds) {
    return bounds.step(m, from, noise, etaX, etaY, true);
  }
}
