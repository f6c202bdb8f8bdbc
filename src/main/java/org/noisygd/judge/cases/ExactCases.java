// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.Spelling;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;

/**
 * Numbers of few bits on which every admissible evaluation order is exact; the grid is coarsened
 * until it is. A coarse arithmetic without such a grid gets zeros and ones, written without a
 * point, with step sizes of one.
 *
 * <p>The single residual of the smallest shape changes when it is multiplied by norm/norm with a
 * rounded reciprocal of the norm, so every seed detects this rounding.
 */
final class ExactCases implements CaseKind {
  private static final String PURPOSE = "every evaluation order is exact here: judged bitwise";

  private static final List<ProblemShape> SHAPES =
      ProblemShape.all("1x1x1 2x3x1 3x2x2 3x3x2 5x4x1 7x3x2 9x13x1 10x17x3");

  /** The largest integer for a single residual, above 49, the least k with k (1/k) != 1. */
  private static final int LARGE = 63;

  /** The largest integer on a grid. */
  private static final int BOUND = 3;

  private static final int SCALE = 2; // the finest grid is 2^-SCALE

  /** The unit roundoff of bfloat16. In coarser arithmetics a grid has hardly any exact case. */
  private static final double COARSE = 0x1p-8;

  /** Maximum number of attempts to draw numbers that meet a condition. */
  private static final int ATTEMPTS = 200;

  @Override
  public void addTo(CaseSuite suite, Op op) {
    for (ProblemShape shape : SHAPES) {
      String name = CaseSuite.name(op, "exact", shape);
      Stream.of(
              single(suite, op, name, shape),
              onGrids(suite, op, name, shape),
              sparse(suite, op, name, shape))
          .flatMap(tried -> tried)
          .filter(q -> q.isExactIn(suite.arithmetic()))
          .findFirst()
          .ifPresent(q -> suite.keep(name, q, true, PURPOSE));
    }
  }

  /** Requests whose single residual shows if it is scaled. */
  private static Stream<Request> single(CaseSuite suite, Op op, String name, ProblemShape shape) {
    Arithmetic<?> arithmetic = suite.arithmetic();
    boolean single = shape.d1() * shape.d2() == 1 && op.has(Part.RESIDUAL) && !op.has(Part.LOSS);
    return IntStream.range(0, single ? ATTEMPTS : 0)
        .mapToObj(n -> onGrid(op, suite.source(name + "/" + n), shape, LARGE, SCALE))
        .filter(q -> q.isExactIn(arithmetic) && showsScaling(arithmetic, q));
  }

  /** A request on each grid, the finest grid first. */
  private static Stream<Request> onGrids(CaseSuite suite, Op op, String name, ProblemShape shape) {
    return IntStream.range(0, BOUND * (SCALE + 1))
        .mapToObj(n -> new int[] {BOUND - n / (SCALE + 1), SCALE - n % (SCALE + 1)})
        .map(g -> onGrid(op, suite.source(name + "/" + g[0] + "/" + g[1]), shape, g[0], g[1]));
  }

  /** In coarse arithmetics, requests of zeros and ones whose noise is not zero. */
  private static Stream<Request> sparse(CaseSuite suite, Op op, String name, ProblemShape shape) {
    boolean coarse = suite.arithmetic().unitRoundoff().doubleValue() > COARSE;
    return IntStream.range(0, coarse ? ATTEMPTS : 0)
        .mapToObj(n -> sparse(op, suite.source(name + "/sparse/" + n), shape))
        .filter(q -> moves(q.direction()) || q.noises().stream().anyMatch(ExactCases::moves));
  }

  /** Returns true if a single residual multiplied by norm/norm changes the result X or gradX. */
  private static <T> boolean showsScaling(Arithmetic<T> arithmetic, Request q) {
    Request first = q.ofFirstUpdate();
    boolean update = q.op().has(Part.UPDATE);
    Factors<Dyadic> at = update ? first.at().plus(first.direction()) : first.at();
    T r = arithmetic.fromDyadic(new MatrixFactorization<>(q.m()).residual(at).get(0, 0));
    if (arithmetic.compare(r, arithmetic.zero()) == 0) {
      return false;
    }
    T y = arithmetic.fromDyadic(at.y().get(0, 0));
    T x = arithmetic.fromDyadic(q.at().x().get(0, 0));
    T eta = arithmetic.fromDyadic(q.etaX());
    UnaryOperator<T> result =
        residual -> {
          T gradient = arithmetic.multiply(residual, y);
          return update ? arithmetic.subtract(x, arithmetic.multiply(eta, gradient)) : gradient;
        };
    T quotient = arithmetic.multiply(r, arithmetic.divide(arithmetic.one(), r));
    return arithmetic.compare(result.apply(r), result.apply(arithmetic.multiply(r, quotient))) != 0;
  }

  private static Request onGrid(
      Op op, NumberSource numbers, ProblemShape shape, int bound, int scale) {
    Request request =
        Request.of(
                op,
                NumberSource.matrix(shape.d1(), shape.d2(), numbers.grid(bound, 2 * scale)),
                NumberSource.factors(shape, numbers.grid(bound, scale)))
            .withDirection(NumberSource.factors(shape, numbers.grid(bound, scale)))
            .withSteps(Dyadic.of(1, -2), Dyadic.of(1, -1))
            .withSigmas(Dyadic.of(1, -1), Dyadic.of(1, 0));
    return CaseSuite.withNoises(
        request, 1, t -> NumberSource.factors(shape, numbers.grid(1, scale)));
  }

  private static Request sparse(Op op, NumberSource numbers, ProblemShape shape) {
    Factors<Dyadic> noise = NumberSource.factors(shape, numbers::sparse);
    Request q =
        Request.of(
                op,
                NumberSource.matrix(shape.d1(), shape.d2(), numbers::sparse),
                NumberSource.factors(shape, numbers::sparse))
            .withSteps(Dyadic.ONE, Dyadic.ONE)
            .withSigmas(Dyadic.ONE, Dyadic.ONE)
            .spelled(Spelling.WHOLE);
    return CaseSuite.perturbed(q, 1, Parameter.Recorded.ALL, t -> noise);
  }

  private static boolean moves(Factors<Dyadic> f) {
    return f.toVariables().stream().anyMatch(v -> v.signum() != 0);
  }
}
