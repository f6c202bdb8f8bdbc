// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * A perturbed update in an arithmetic.
 *
 * @param rule M and the step sizes
 * @param from (X, Y) before the update
 * @param noise the perturbations of X and Y
 */
record Update<T>(PerturbedUpdate<T> rule, Factors<T> from, Factors<T> noise) {
  /** An update of a run, from a state and with its noise. */
  static <T> Update<T> of(Request q, Factors<T> from, Factors<Dyadic> noise) {
    Inputs<T> in = q.in(from.arithmetic());
    return new Update<>(in.update(), from, noise.roundTo(in.arithmetic()));
  }

  /** Returns a copy with each number rounded to another arithmetic. */
  <S> Update<S> roundTo(Arithmetic<S> other) {
    StepSizes<T> etas = rule.steps();
    Matrix<S> steps =
        Matrix.of(arithmetic(), 1, 2, (i, j) -> j == 0 ? etas.etaX() : etas.etaY()).roundTo(other);
    return new Update<>(
        new PerturbedUpdate<>(
            rule.target().roundTo(other),
            new StepSizes<>(steps.get(0, 0), steps.get(0, 1)),
            rule.form()),
        from.roundTo(other),
        noise.roundTo(other));
  }

  Arithmetic<T> arithmetic() {
    return from.arithmetic();
  }

  /** (X, Y) after the update, exactly if the arithmetic is exact. */
  Factors<T> result() {
    return rule.apply(from, noise);
  }
}
