// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * M = X Y^T on the grid of integers, which is an exact optimum, or M = X Y^T + E with the smallest
 * E that M can hold. Updates have no noise.
 */
enum OptimumCases implements CaseKind {
  /** The gradient vanishes. */
  AT,
  /** Residuals are tiny. */
  NEAR;

  private static final ProblemShape SHAPE = new ProblemShape(4, 3, 2);

  /** The updates of a run. */
  private static final int UPDATES = 3;

  /** Bits before the point of M near an optimum: |X Y^T| is at most 18 there. */
  private static final int INTEGER_BITS = 6;

  /** Residuals near an optimum are at most 7 * 2^-30, about 7e-9. */
  private static final int SMALLEST_RESIDUAL = 30;

  @Override
  public void addTo(CaseSuite suite, Op op) {
    if (this == AT) {
      String name = CaseSuite.name(op, "stationary", SHAPE);
      NumberSource numbers = suite.source(name);
      Factors<Dyadic> at = numbers.gridFactors(SHAPE, 1, 0);
      Request q = request(op, product(at), at, numbers);
      suite.keep(name, q, q.isExactIn(suite.arithmetic()), "an optimum stays where it is");
      return;
    }
    String name = CaseSuite.name(op, "near-optimum", SHAPE);
    NumberSource numbers = suite.source(name);
    int scale = Math.min(numbers.bits() - INTEGER_BITS, SMALLEST_RESIDUAL);
    if (scale >= INTEGER_BITS) {
      Factors<Dyadic> at = numbers.gridFactors(SHAPE, 3, 0);
      Matrix<Dyadic> m = product(at).plus(numbers.grid(SHAPE.d1(), SHAPE.d2(), 7, scale));
      Request q = request(op, m, at, numbers);
      suite.keep(name, q, false, "residuals taken for zero, absolute tolerances");
    }
  }

  private static Matrix<Dyadic> product(Factors<Dyadic> at) {
    return at.x().times(at.y().transpose());
  }

  private static Request request(
      Op op, Matrix<Dyadic> m, Factors<Dyadic> at, NumberSource numbers) {
    Factors<Dyadic> none = at.scale(Dyadic.ZERO);
    Request request =
        Request.of(op, m, at)
            .withSteps(NumberSource.power(-2), NumberSource.power(-3))
            .withSigmas(NumberSource.power(-1), NumberSource.power(-2));
    return op.has(Part.UPDATE)
        ? CaseSuite.perturbed(request, UPDATES, Feature.Recorded.ALL, t -> none)
        : request.withDirection(numbers.gridFactors(SHAPE, 1, 0));
  }
}
