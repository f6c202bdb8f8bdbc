// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.Spelling;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.Arithmetics;

/**
 * Zeros and ones without a point, and step sizes of one, on which every legal plan is exact in
 * coarse arithmetics too, even in one that was not declared.
 *
 * @param group the group of the cases' names
 * @param updates the updates of a run
 * @param recorded the states of a run that are recorded
 * @param shapes their shapes
 */
record SparseCases(String group, int updates, Feature.Recorded recorded, List<ProblemShape> shapes)
    implements CaseKind {
  /** What exact cases are there to see. */
  static final String SEES = "every legal plan is exact here: judged bit by bit";

  /** The coarsest arithmetic in which sparse cases must be exact too. */
  private static final Arithmetic<?> COARSEST = Arithmetics.named("bfloat16");

  /** Draws of sparse numbers before a shape is given up. */
  private static final int ATTEMPTS = 200;

  /** Cases of one update. */
  SparseCases(String group, List<ProblemShape> shapes) {
    this(group, 1, Feature.Recorded.ALL, shapes);
  }

  @Override
  public void addTo(CaseSuite suite, Op op) {
    for (ProblemShape shape : shapes) {
      String name = CaseSuite.name(op, group, shape);
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Request q = request(op, shape, suite.source(name + "/sparse/" + attempt));
        boolean moves = moves(q.direction()) || q.noises().stream().anyMatch(SparseCases::moves);
        if (moves && q.isExactIn(suite.arithmetic()) && q.isExactIn(COARSEST)) {
          suite.keep(name, q, true, SEES);
          break;
        }
      }
    }
  }

  private Request request(Op op, ProblemShape shape, NumberSource numbers) {
    Factors<Dyadic> noise = numbers.sparseFactors(shape);
    Request q =
        Request.of(op, numbers.sparse(shape.d1(), shape.d2()), numbers.sparseFactors(shape))
            .withSteps(Dyadic.ONE, Dyadic.ONE)
            .withSigmas(Dyadic.ONE, Dyadic.ONE)
            .spelled(Spelling.WHOLE);
    return CaseSuite.perturbed(
        q, updates, recorded, t -> t == 0 ? noise : numbers.sparseFactors(shape));
  }

  private static boolean moves(Factors<Dyadic> f) {
    return f.toVariables().stream().anyMatch(v -> v.signum() != 0);
  }
}
