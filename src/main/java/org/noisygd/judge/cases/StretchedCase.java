// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;

/** X large and Y small, M of the size of their product; where exponents are wide. */
final class StretchedCase implements CaseKind {
  private static final Shape SHAPE = new Shape(5, 4, 2);

  /** log2 of what X is multiplied by and Y divided by. */
  private static final int K = 12;

  @Override
  public void addTo(CaseSuite suite, Op op) {
    if (!suite.wideExponents()) {
      return;
    }
    String name = CaseSuite.name(op, "stretched", SHAPE);
    NumberSource numbers = suite.source(name);
    Factors<Dyadic> unit = numbers.factors(SHAPE, 0);
    Factors<Dyadic> direction = stretch(numbers.factors(SHAPE, -3), K);
    Request request =
        Request.of(op, numbers.matrix(SHAPE.d1(), SHAPE.d2(), 0), stretch(unit, K))
            .withDirection(direction)
            .withSteps(numbers.positive(-3), numbers.positive(-4 - 2 * K))
            .withSigmas(numbers.positive(K), numbers.positive(-K));
    suite.keep(
        name,
        CaseSuite.withNoises(request, 2, t -> t == 0 ? direction : stretch(unit, K - 3)),
        false,
        "step sizes or noises exchanged, far from balance");
  }

  private static Factors<Dyadic> stretch(Factors<Dyadic> f, int k) {
    return new Factors<>(
        f.x().map(a -> a.scaleByPowerOfTwo(k)), f.y().map(a -> a.scaleByPowerOfTwo(-k)));
  }
}
