// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/** The kinds of cases of every op on M, X and Y. */
public final class StandardCases {
  /**
   * Shapes that pairs of sizes do not include: a rank above both sides, one row or column with a
   * larger rank, a square X, Y or both, whose shape does not reveal a transposed factor, and odd
   * sizes together.
   */
  private static final List<ProblemShape> SHAPES =
      ProblemShape.all(
          "1x1x1 1x1x3 1x3x2 3x1x2 3x2x2 3x3x3 4x4x2 2x2x4 7x5x2 9x11x1 13x11x9 20x30x1");

  private static final List<ProblemShape> WIDE = List.of(new ProblemShape(5, 6, 2));

  /**
   * The negative of log2 of very small inputs, far below any absolute tolerance in a program.
   * Losses, which are fourth powers of inputs, and the low halves of double-doubles stay within
   * binary64's range.
   */
  private static final int EXTREME = 200;

  /** With narrow exponents, step sizes do not grow for inputs smaller than 2^-4. */
  private static final int NARROW = 4;

  private static final int ORDINARY_UPDATES = 6; // of a run

  private static final List<CaseKind> ALL =
      List.of(
          ordinary("ordinary", 0, "the formula, at random numbers", SHAPES),
          new ExactCases(),
          ordinary("tiny-numbers", -EXTREME, "absolute tolerances", WIDE),
          StandardCases::addNearOptimum,
          StandardCases::addNoisy,
          new DesignedCases());

  /**
   * Updates whose noise is far larger than the iterate. X has the step size zero, so it must not
   * change; Y has a tiny step size. The iterate's numbers are odd multiples of their last bit, and
   * the noise is at least four times as large: a program that forms (X + noiseX) - noiseX in the
   * declared arithmetic certainly loses that bit.
   */
  public static final CaseKind NOISY = StandardCases::addNoisy;

  /** The shape of updates with large noise, and near an optimum. */
  private static final ProblemShape SHAPE = new ProblemShape(4, 3, 2);

  /** Number of updates of a run with large noise, or near an optimum. */
  private static final int FEW_UPDATES = 3;

  /** Bits before the point of M near an optimum: |X Y^T| is at most 18 there. */
  private static final int INTEGER_BITS = 6;

  /** Residuals near an optimum are at most 7 * 2^-30, about 7e-9. */
  private static final int SMALLEST_RESIDUAL = 30;

  private StandardCases() {}

  /**
   * Cases with random numbers of about a given size, with as many bits as inputs may have.
   *
   * @param group the group of the cases' names
   * @param exponent log2 of the size of X and Y
   * @param purpose the purpose of the cases, in words
   */
  private static CaseKind ordinary(
      String group, int exponent, String purpose, List<ProblemShape> shapes) {
    return (suite, op) -> {
      if (Math.abs(exponent) < EXTREME || suite.wideExponents()) {
        shapes.forEach(shape -> addOrdinary(suite, op, group, shape, exponent, purpose));
      }
    };
  }

  /** Adds an ordinary case. Returns its request, or empty if it cannot be asked. */
  static Optional<Request> addOrdinary(
      CaseSuite suite, Op op, String group, ProblemShape shape, int exponent, String purpose) {
    String name = CaseSuite.name(op, group, shape);
    NumberSource numbers = suite.source(name);
    Matrix<Dyadic> m = numbers.matrix(shape.d1(), shape.d2(), 2 * exponent);
    Factors<Dyadic> at = numbers.factors(shape, exponent);
    // With these steps eta times the curvature is below one, so that an update neither explodes nor
    // vanishes.
    int least = suite.wideExponents() ? -EXTREME : -NARROW;
    int damping = -4 - DesignedCases.log2(shape.d1() * shape.r()) - 2 * Math.max(exponent, least);
    Request request =
        Request.of(op, m, at)
            .withDirection(numbers.factors(shape, exponent - 2))
            .withSteps(numbers.positive(damping), numbers.positive(damping + 1))
            .withSigmas(numbers.positive(exponent - 1), numbers.positive(exponent - 2));
    Request whole =
        CaseSuite.withNoises(request, ORDINARY_UPDATES, t -> numbers.factors(shape, exponent - 3));
    return suite.keep(name, whole, false, purpose) ? Optional.of(whole) : Optional.empty();
  }

  private static void addNoisy(CaseSuite suite, Op op) {
    if (!op.has(Part.UPDATE)) {
      return;
    }
    boolean narrow = DesignedCases.isBelowMillion(suite.arithmetic());
    int larger = narrow ? 2 : 12; // log2 of the noise of X
    int smallest = narrow ? -12 : -60; // log2 of a step size
    String name = CaseSuite.name(op, "noisy-x-frozen", SHAPE);
    NumberSource numbers = suite.source(name);
    IntFunction<Factors<Dyadic>> noise =
        t ->
            new Factors<>(
                numbers.matrix(SHAPE.d1(), SHAPE.r(), larger),
                numbers.matrix(SHAPE.d2(), SHAPE.r(), larger - 6));
    Factors<Dyadic> full = numbers.factors(SHAPE, 0).map(d -> numbers.full().scaleByPowerOfTwo(-3));
    Request q =
        Request.of(
                op,
                numbers.matrix(SHAPE.d1(), SHAPE.d2(), -2),
                full.scale(Dyadic.ONE, Dyadic.of(1, -6)))
            .withSteps(Dyadic.ZERO, numbers.positive(smallest));
    suite.keep(
        name,
        CaseSuite.perturbed(q, FEW_UPDATES, Parameter.Recorded.ALL, noise),
        false,
        "noise far larger than the iterate: weights that are not the ones before it");
  }

  /**
   * M = X Y^T + E with integers X and Y and the smallest E that M can hold: residuals are tiny.
   * Updates have no noise.
   */
  private static void addNearOptimum(CaseSuite suite, Op op) {
    String name = CaseSuite.name(op, "near-optimum", SHAPE);
    NumberSource numbers = suite.source(name);
    int scale = Math.min(numbers.bits() - INTEGER_BITS, SMALLEST_RESIDUAL);
    if (scale < INTEGER_BITS) {
      return;
    }
    Factors<Dyadic> at = NumberSource.factors(SHAPE, numbers.grid(3, 0));
    Matrix<Dyadic> residual = NumberSource.matrix(SHAPE.d1(), SHAPE.d2(), numbers.grid(7, scale));
    Factors<Dyadic> none = at.scale(Dyadic.ZERO);
    Request q =
        Request.of(op, at.x().times(at.y().transpose()).plus(residual), at)
            .withSteps(Dyadic.of(1, -2), Dyadic.of(1, -3))
            .withSigmas(Dyadic.of(1, -1), Dyadic.of(1, -2));
    suite.keep(
        name,
        op.has(Part.UPDATE)
            ? CaseSuite.perturbed(q, FEW_UPDATES, Parameter.Recorded.ALL, t -> none)
            : q.withDirection(NumberSource.factors(SHAPE, numbers.grid(1, 0))),
        false,
        "residuals taken for zero, absolute tolerances");
  }

  /** The kinds of cases of an op that is a formula. */
  public static List<CaseKind> ofFormula() {
    return and(new ChangedCases(), new SubnormalCase(), new FullDigitsCase());
  }

  /** The standard kinds, then an op's own. */
  public static List<CaseKind> and(CaseKind... own) {
    return Stream.concat(ALL.stream(), Stream.of(own)).toList();
  }
}
