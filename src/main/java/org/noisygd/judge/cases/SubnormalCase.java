// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/**
 * A request whose results are subnormal and, with gradual underflow, exact in every admissible
 * evaluation order. A zero instead of a nonzero number was flushed. That is admissible, so it is
 * reported but does not fail. An arithmetic with unlimited exponents has no such case.
 *
 * <p>Why exact: it has a single matrix of entries +-2^e, e seven below the smallest normal exponent
 * (bfloat16 has no more), that meets only zeros, ones and powers of two, in sums of at most three
 * terms. Every intermediate is then zero or a multiple of 2^e below 2^(e+7), or, in the second
 * factor's field, a product of two such numbers, which underflows to zero or to less than the
 * bound. For a loss the entries are 2^((e+1)/2), and their halved squares 2^e are subnormal.
 */
public final class SubnormalCase implements CaseKind {
  private static final ProblemShape SHAPE = new ProblemShape(3, 2, 1);

  @Override
  public void addTo(CaseSuite suite, Op op) {
    Dyadic smallestNormal = RoundingModel.named(suite.arithmetic().name()).underflow();
    if (smallestNormal.signum() == 0) {
      return;
    }
    int e = smallestNormal.exponent() - Case.BELOW_NORMAL;
    String name = CaseSuite.name(op, "subnormal", SHAPE);
    request(op, suite.source(name), e)
        .map(q -> q.withSigmas(Dyadic.ONE, Dyadic.ONE))
        .map(q -> new Case(name, q, false, "results that are subnormal").in(Case.Group.SUBNORMAL))
        .ifPresent(suite::keep);
  }

  /** The subnormal request of an op, chosen by the part of its answer; empty if there is none. */
  private static Optional<Request> request(Op op, NumberSource numbers, int e) {
    Matrix<Dyadic> m = NumberSource.matrix(SHAPE.d1(), SHAPE.d2(), numbers.signs(e));
    Matrix<Dyadic> x = NumberSource.matrix(SHAPE.d1(), SHAPE.r(), numbers.signs(e));
    Matrix<Dyadic> y = NumberSource.matrix(SHAPE.d2(), SHAPE.r(), numbers.signs(0));
    Matrix<Dyadic> zero = m.scale(Dyadic.ZERO);
    Factors<Dyadic> none = new Factors<>(x, y).scale(Dyadic.ZERO);
    Factors<Dyadic> xAlone = new Factors<>(x, none.y());
    boolean smoothed = op.has(Part.SMOOTHED);
    if (op.has(Part.LOSS) && !smoothed) {
      Matrix<Dyadic> root = NumberSource.matrix(SHAPE.d1(), SHAPE.d2(), numbers.signs((e + 1) / 2));
      return Optional.of(Request.of(op, root, none));
    }
    if (op.has(Part.GRADIENT)) {
      return Optional.of(Request.of(op, zero, smoothed ? xAlone : new Factors<>(x, y)));
    }
    if (op.has(Part.HESSIAN)) {
      return Optional.of(Request.of(op, m, none));
    }
    if (op.has(Part.HESSIAN_TIMES)) {
      Factors<Dyadic> yAlone = new Factors<>(none.x(), y);
      return Optional.of(Request.of(op, zero, yAlone).withDirection(xAlone));
    }
    return op.has(Part.UPDATE)
        ? Optional.of(Request.of(op, zero, xAlone).withSteps(Dyadic.of(1, -2), Dyadic.of(1, -1)))
        : Optional.empty();
  }
}
