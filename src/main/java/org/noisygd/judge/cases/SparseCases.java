// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.Arithmetics;

/**
 * Zeros and ones, and step sizes of one, on which every legal plan is exact in coarse arithmetics
 * too: in one that was not declared as well.
 *
 * @param shapes their shapes
 */
record SparseCases(List<Shape> shapes) implements CaseKind {
  /** What exact cases are there to see. */
  static final String SEES = "every legal plan is exact here: judged bit by bit";

  /** The arithmetic of the fewest bits in which sparse cases are exact as well. */
  private static final Arithmetic<?> COARSEST = Arithmetics.named("bfloat16");

  /** Draws of sparse numbers before a shape is given up. */
  private static final int ATTEMPTS = 200;

  @Override
  public void addTo(CaseSuite suite, Op op) {
    shapes.forEach(shape -> add(suite, op, "sparse", shape));
  }

  /** Adds one such case, under the name of a group. */
  static void add(CaseSuite suite, Op op, String group, Shape shape) {
    String name = CaseSuite.name(op, group, shape);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      NumberSource numbers = suite.source(name + "/sparse/" + attempt);
      Factors<Dyadic> noise = numbers.sparseFactors(shape);
      Request plain =
          Request.of(op, numbers.sparse(shape.d1(), shape.d2()), numbers.sparseFactors(shape))
              .withSteps(Dyadic.ONE, Dyadic.ONE)
              .withSigmas(Dyadic.ONE, Dyadic.ONE);
      Request request =
          op.has(Part.RUN)
              ? CaseSuite.withNoises(plain, 1, t -> noise)
              : plain.withDirection(noise);
      boolean still = noise.toVariables().stream().allMatch(v -> v.signum() == 0);
      if (!still && request.isExactIn(suite.arithmetic()) && request.isExactIn(COARSEST)) {
        suite.keep(name, request, true, SEES);
        return;
      }
    }
  }
}
