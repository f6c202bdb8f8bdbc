// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.List;
import java.util.Optional;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;

/**
 * Numbers of few bits on which every legal plan is exact; the grid is coarsened until it is so.
 *
 * @param shapes their shapes
 */
record ExactCases(List<ProblemShape> shapes) implements CaseKind {
  /** The largest integers on the grid, and the finest grid 2^-scale. */
  private static final int BOUND = 3;

  private static final int SCALE = 2;

  /** bfloat16's unit roundoff. In coarser arithmetics a grid hardly has room for an exact case. */
  private static final double COARSE = 0x1p-8;

  @Override
  public void addTo(CaseSuite suite, Op op) {
    boolean coarse = suite.arithmetic().unitRoundoff().doubleValue() > COARSE;
    for (ProblemShape shape : shapes) {
      String name = CaseSuite.name(op, "exact", shape);
      Optional<Request> request = exact(suite, op, name, shape);
      if (request.isPresent()) {
        suite.keep(name, request.get(), true, SparseCases.SEES);
      } else if (coarse) {
        new SparseCases("exact", List.of(shape)).addTo(suite, op);
      }
    }
  }

  private static Optional<Request> exact(CaseSuite suite, Op op, String name, ProblemShape shape) {
    for (int bound = BOUND; bound >= 1; bound--) {
      for (int scale = SCALE; scale >= 0; scale--) {
        Request q =
            request(op, suite.source(name + "/" + bound + "/" + scale), shape, bound, scale);
        if (q.isExactIn(suite.arithmetic())) {
          return Optional.of(q);
        }
      }
    }
    return Optional.empty();
  }

  private static Request request(
      Op op, NumberSource numbers, ProblemShape shape, int bound, int scale) {
    Request request =
        Request.of(
                op,
                numbers.grid(shape.d1(), shape.d2(), bound, 2 * scale),
                numbers.gridFactors(shape, bound, scale))
            .withDirection(numbers.gridFactors(shape, bound, scale))
            .withSteps(NumberSource.power(-2), NumberSource.power(-1))
            .withSigmas(NumberSource.power(-1), NumberSource.power(0));
    return CaseSuite.withNoises(request, 1, t -> numbers.gridFactors(shape, 1, scale));
  }
}
