// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;

/**
 * Cross-check: where the bounds say nothing, a coarse arithmetic has exact cases of an update, and
 * the reference in that arithmetic, in both forms, agrees there with the exact update.
 */
class CoarseCasesTest {
  @ParameterizedTest
  @ValueSource(strings = {"binary:2", "binary:3", "binary:4", "binary:5", "binary:7", "decimal:2"})
  void of_coarseArithmetic_hasExactUpdatesThatMove(String name) {
    List<Case> exact =
        Ops.of(Ops.STEP, Ops.RUN).cases(name, CaseSuite.DEFAULT_SEED).stream()
            .filter(Case::exact)
            .filter(c -> c.request().noises().size() == 1)
            .toList();
    assertFalse(exact.isEmpty());
    int moved = 0;
    for (Case c : exact) {
      Factors<Dyadic> image = update(DyadicArithmetic.INSTANCE, c.request(), UpdateForm.RESIDUAL);
      for (UpdateForm form : UpdateForm.values()) {
        assertTrue(agrees(Arithmetics.named(name), c.request(), form, image), c.name());
      }
      moved += image.x().equals(c.request().at().x()) ? 0 : 1;
    }
    assertNotEquals(0, moved);
  }

  private static <T> boolean agrees(
      Arithmetic<T> arithmetic, Request q, UpdateForm form, Factors<Dyadic> image) {
    Factors<T> rounded = update(arithmetic, q, form);
    return same(rounded.x(), image.x()) && same(rounded.y(), image.y());
  }

  private static <T> boolean same(Matrix<T> a, Matrix<Dyadic> b) {
    return a.equals(b.roundTo(a.arithmetic()));
  }

  private static <T> Factors<T> update(Arithmetic<T> arithmetic, Request q, UpdateForm form) {
    Factors<Dyadic> noise = q.noises().get(0);
    return new PerturbedUpdate<>(
            q.m().roundTo(arithmetic),
            new StepSizes<>(
                arithmetic.fromDecimal(q.etaX().toBigDecimal()),
                arithmetic.fromDecimal(q.etaY().toBigDecimal())),
            form)
        .apply(
            new Factors<>(q.at().x().roundTo(arithmetic), q.at().y().roundTo(arithmetic)),
            new Factors<>(noise.x().roundTo(arithmetic), noise.y().roundTo(arithmetic)));
  }
}
