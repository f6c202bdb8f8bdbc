// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.Optional;
import java.util.function.Function;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.request.Op;
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
 *
 * @param request function that makes the op's request, if it has one, from tiny matrices
 */
public record SubnormalCase(Function<Tiny, Optional<Request>> request) implements CaseKind {
  private static final ProblemShape SHAPE = new ProblemShape(3, 2, 1);

  /**
   * Matrices of zeros, ones and tiny numbers.
   *
   * @param target M with entries +-2^e
   * @param both X with entries +-2^e, Y with entries +-1
   */
  public record Tiny(NumberSource numbers, int e, Matrix<Dyadic> target, Factors<Dyadic> both) {
    static Tiny of(NumberSource numbers, int e) {
      Matrix<Dyadic> target = numbers.signs(SHAPE.d1(), SHAPE.d2(), e);
      Matrix<Dyadic> x = numbers.signs(SHAPE.d1(), SHAPE.r(), e);
      return new Tiny(
          numbers, e, target, new Factors<>(x, numbers.signs(SHAPE.d2(), SHAPE.r(), 0)));
    }

    /** M with entries +-2^((e+1)/2). */
    public Matrix<Dyadic> rootTarget() {
      return numbers.signs(SHAPE.d1(), SHAPE.d2(), (e + 1) / 2);
    }

    public Matrix<Dyadic> noTarget() {
      return target.scale(Dyadic.ZERO);
    }

    /** These X, with Y = 0. */
    public Factors<Dyadic> xAlone() {
      return new Factors<>(both.x(), none().y());
    }

    /** These Y, with X = 0. */
    public Factors<Dyadic> yAlone() {
      return new Factors<>(none().x(), both.y());
    }

    public Factors<Dyadic> none() {
      return both.scale(Dyadic.ZERO);
    }
  }

  @Override
  public void addTo(CaseSuite suite, Op op) {
    Dyadic smallestNormal = RoundingModel.named(suite.arithmeticName()).underflow();
    if (smallestNormal.signum() == 0) {
      return;
    }
    int e = smallestNormal.exponent() - Case.BELOW_NORMAL;
    String name = CaseSuite.name(op, "subnormal", SHAPE);
    request
        .apply(Tiny.of(suite.source(name), e))
        .map(q -> q.withSigmas(Dyadic.ONE, Dyadic.ONE))
        .map(q -> new Case(name, q, false, "results that are subnormal").in(Case.Group.SUBNORMAL))
        .ifPresent(suite::keep);
  }
}
