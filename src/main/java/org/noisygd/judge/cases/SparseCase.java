// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.Spelling;
import org.noisygd.number.Dyadic;

/**
 * Zeros and ones written without a point, and step sizes of one. Every admissible evaluation order
 * is exact on them, in coarse arithmetics too.
 *
 * @param name the case's name
 * @param shape its shape
 */
record SparseCase(String name, ProblemShape shape) implements CaseKind {
  /** The purpose of exact cases, in words. */
  static final String PURPOSE = "every evaluation order is exact here: judged bitwise";

  /** Maximum number of attempts to draw sparse numbers. */
  private static final int ATTEMPTS = 200;

  @Override
  public void addTo(CaseSuite suite, Op op) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Request q = request(op, suite.source(name + "/sparse/" + attempt));
      boolean moves = moves(q.direction()) || q.noises().stream().anyMatch(SparseCase::moves);
      if (moves && q.isExactIn(suite.arithmetic())) {
        suite.keep(name, q, true, PURPOSE);
        return;
      }
    }
  }

  private Request request(Op op, NumberSource numbers) {
    Factors<Dyadic> noise = numbers.sparseFactors(shape);
    Request q =
        Request.of(op, numbers.sparse(shape.d1(), shape.d2()), numbers.sparseFactors(shape))
            .withSteps(Dyadic.ONE, Dyadic.ONE)
            .withSigmas(Dyadic.ONE, Dyadic.ONE)
            .spelled(Spelling.WHOLE);
    return CaseSuite.perturbed(q, 1, Parameter.Recorded.ALL, t -> noise);
  }

  private static boolean moves(Factors<Dyadic> f) {
    return f.toVariables().stream().anyMatch(v -> v.signum() != 0);
  }
}
