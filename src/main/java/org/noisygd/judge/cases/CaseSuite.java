// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.protocol.Op;
import org.noisygd.judge.protocol.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.format.BinaryPrecision;
import org.noisygd.number.matrix.Matrix;

/**
 * The cases of the judge for one arithmetic and one seed. The same seed gives the same cases;
 * another gives fresh numbers in the same shapes.
 */
public final class CaseSuite {
  /** The seed used when none is given. */
  public static final long DEFAULT_SEED = 20210221;

  /**
   * d1, d2, r: one (with a larger rank too), small, d1 &lt; d2 and d1 &gt; d2, square, odd and
   * prime sizes, r beyond min(d1, d2), X and Y square, one of them or both, so that a transpose of
   * a factor goes unnoticed by its shape.
   */
  private static final int[][] SHAPES = {
    {1, 1, 1},
    {2, 1, 1},
    {1, 3, 1},
    {1, 3, 2},
    {3, 1, 2},
    {3, 2, 2},
    {2, 3, 1},
    {2, 3, 2},
    {3, 3, 1},
    {3, 3, 3},
    {4, 4, 2},
    {5, 3, 3},
    {2, 2, 4},
    {7, 5, 2},
    {5, 7, 1},
    {9, 11, 1},
    {13, 6, 3},
    {17, 19, 1},
    {20, 30, 1}
  };

  /** The arithmetic of the fewest bits in which sparse cases are exact as well. */
  private static final Arithmetic<?> COARSEST = Arithmetics.named("bfloat16");

  /** Shapes of exact cases in every arithmetic: a coarse one that was not declared is exact too. */
  private static final int[][] SPARSE_SHAPES = {{4, 3, 2}, {3, 5, 1}};

  /**
   * log2 of very small and very large inputs, far beyond what an absolute constant in a program is
   * chosen for: losses, their fourth powers, and the low halves of double-doubles stay within
   * binary64's range.
   */
  private static final int EXTREME = 200;

  /** Sizes only for the ops whose cost is that of a product. */
  private static final int[][] LARGE_SHAPES = {{20, 30, 10}, {31, 23, 5}};

  private static final int[][] EXACT_SHAPES = {
    {1, 1, 1}, {2, 3, 1}, {3, 2, 2}, {3, 3, 2}, {5, 4, 1}, {7, 3, 2}, {9, 13, 1}, {10, 17, 3}
  };

  /** Bits before the point of M near an optimum: |X Y^T| is at most 18 there. */
  private static final int INTEGER_BITS = 6;

  /** Residuals near an optimum are at most 7 * 2^-30, about 7e-9. */
  private static final int SMALLEST_RESIDUAL = 30;

  /** bfloat16's unit roundoff. Beyond it a grid has hardly room for an exact case. */
  private static final double COARSE = 0x1p-8;

  /** Draws of sparse numbers before a shape is given up. */
  private static final int SPARSE_ATTEMPTS = 200;

  private final String arithmeticName;
  private final Arithmetic<?> arithmetic;
  private final long seed;
  private final List<Case> cases = new ArrayList<>();

  private CaseSuite(String arithmeticName, long seed) {
    this.arithmeticName = arithmeticName;
    this.arithmetic = Arithmetics.named(arithmeticName);
    this.seed = seed;
  }

  /** The cases of the given ops. */
  public static List<Case> of(String arithmetic, long seed, Set<Op> ops) {
    CaseSuite suite = new CaseSuite(arithmetic, seed);
    for (Op op : Op.values()) {
      if (ops.contains(op) && op != Op.SAMPLE) {
        suite.add(op);
      }
    }
    return List.copyOf(suite.cases);
  }

  /**
   * A case of one's own, judged bit by bit where every legal plan is exact on it.
   *
   * @return empty where an input is no value of the arithmetic, or a legal plan could overflow
   */
  public static Optional<Case> own(String arithmetic, String name, Request request, String sees) {
    CaseSuite suite = new CaseSuite(arithmetic, DEFAULT_SEED);
    suite.keep(name, request, ExactPlans.allExact(suite.arithmetic, request), sees);
    return suite.cases.stream().findFirst();
  }

  private void add(Op op) {
    for (int[] s : SHAPES) {
      ordinary(op, s, "ordinary", 0, "the formula, at random numbers");
    }
    if (op != Op.HESSIAN && op != Op.SMOOTHED_HESSIAN && op != Op.RUN) {
      for (int[] s : LARGE_SHAPES) {
        ordinary(op, s, "large", 0, "sums of many terms, a large rank");
      }
    }
    for (int[] s : EXACT_SHAPES) {
      exact(op, s);
    }
    ordinary(op, new int[] {6, 5, 2}, "small-numbers", -9, "flushes and absolute tolerances");
    for (int[] s : SPARSE_SHAPES) {
      sparse(op, "sparse", s);
    }
    if (wideExponents()) {
      ordinary(op, new int[] {5, 6, 2}, "tiny-numbers", -EXTREME, "absolute tolerances");
      ordinary(
          op,
          new int[] {5, 6, 2},
          "big-numbers",
          EXTREME,
          "hidden clipping, overflow of an intermediate");
      stretched(op);
    }
    ordinary(op, new int[] {6, 5, 2}, "large-gradient", 3, "hidden clipping");
    stationary(op);
    nearOptimum(op);
    if (op == Op.STEP) {
      noiseCases();
    }
    if (op == Op.RUN) {
      longRun();
    } else {
      echoes(op);
      changes(op);
    }
    subnormal(op);
    fullDigits(op);
  }

  /** One problem, and the same in other words. */
  private void echoes(Op op) {
    ordinary(op, MetamorphicCases.SHAPE, "echo-first", 0, "what the echoes below are held against");
    int last = cases.size() - 1;
    if (last < 0 || !cases.get(last).name().equals(MetamorphicCases.first(op))) {
      return; // not representable, or it might overflow
    }
    Request first = cases.get(last).request();
    for (MetamorphicCases.Echo echo : MetamorphicCases.of(arithmeticName)) {
      keep(
          MetamorphicCases.name(op, echo),
          echo.of(first),
          false,
          "the same in other words: absolute constants, answers that change from call to call");
    }
  }

  /** One problem, then with one field after another changed. */
  private void changes(Op op) {
    ordinary(op, Changes.SHAPE, Changes.FIRST, 0, "what the cases below change one field of");
    int last = cases.size() - 1;
    if (last < 0 || !cases.get(last).name().contains(Changes.FIRST)) {
      return; // not representable, or it might overflow
    }
    Request now = cases.get(last).request();
    for (Changes.Field field : Changes.of(op)) {
      now = field.change(now);
      keep(
          op.word() + "/" + field.group() + "-" + shape(Changes.SHAPE),
          now,
          false,
          "what is remembered of an earlier request");
    }
  }

  private void fullDigits(Op op) {
    String name = op.word() + "/full-digits-3x4x1";
    FullDigits.request(op, source(name))
        .ifPresent(q -> keep(name, q, true, "digits lost in reading, computing or printing"));
  }

  private void subnormal(Op op) {
    String name = op.word() + "/" + Case.SUBNORMAL + "-3x2x1";
    Subnormals.request(arithmeticName, op, source(name))
        .ifPresent(q -> keep(name, q, false, "results that are subnormal"));
  }

  /** Exponents as wide as binary64's, where scalings by 2^60 cannot leave the range. */
  private boolean wideExponents() {
    return arithmeticName.equals("binary64")
        || arithmeticName.equals("double-double")
        || arithmetic instanceof BinaryPrecision;
  }

  private static String shape(int[] s) {
    return s[0] + "x" + s[1] + "x" + s[2];
  }

  private NumberSource source(String name) {
    return NumberSource.of(arithmeticName, seed, name);
  }

  private void keep(String name, Request request, boolean exact, String sees) {
    if (representable(request) && !Overflow.possible(arithmetic, request)) {
      cases.add(new Case(name, request, exact, sees));
    }
  }

  /** Whether every input is a value of the arithmetic. */
  private boolean representable(Request q) {
    List<Dyadic> all = new ArrayList<>(q.m().entries());
    all.addAll(q.at().toVariables());
    all.addAll(q.direction().toVariables());
    for (Factors<Dyadic> z : q.noises()) {
      all.addAll(z.toVariables());
    }
    all.addAll(List.of(q.etaX(), q.etaY(), q.sigma1(), q.sigma2()));
    return all.stream().allMatch(d -> representable(arithmetic, d));
  }

  private static <T extends Object> boolean representable(Arithmetic<T> arithmetic, Dyadic d) {
    T value = arithmetic.fromRational(d.toRational());
    return arithmetic.isFinite(value) && arithmetic.toRational(value).equals(d.toRational());
  }

  private void ordinary(Op op, int[] s, String group, int exponent, String sees) {
    String name = op.word() + "/" + group + "-" + shape(s);
    NumberSource numbers = source(name);
    Matrix<Dyadic> m = numbers.matrix(s[0], s[1], 2 * exponent);
    Factors<Dyadic> at = numbers.factors(s[0], s[1], s[2], exponent);
    // Steps keep eta times the curvature below one, so that an update neither explodes nor
    // vanishes.
    int damping = -3 - bits(s[0] * s[2]) - 2 * Math.max(exponent, wideExponents() ? -EXTREME : -4);
    Request request =
        Request.of(op, m, at)
            .withDirection(numbers.factors(s[0], s[1], s[2], exponent - 2))
            .withSteps(
                positive(numbers.ordinary().scaleByPowerOfTwo(damping)),
                positive(numbers.ordinary().scaleByPowerOfTwo(damping + 1)))
            .withSigmas(
                positive(numbers.ordinary().scaleByPowerOfTwo(exponent - 1)),
                positive(numbers.ordinary().scaleByPowerOfTwo(exponent - 2)));
    if (op == Op.RUN) {
      request = run(request, numbers, exponent - 3, 6);
    }
    keep(name, request, false, sees);
  }

  private static int bits(int n) {
    return 32 - Integer.numberOfLeadingZeros(n);
  }

  private static Dyadic positive(Dyadic d) {
    return d.signum() < 0 ? d.negate() : d;
  }

  private static Request run(Request request, NumberSource numbers, int exponent, int steps) {
    List<Factors<Dyadic>> noises = new ArrayList<>();
    List<Integer> record = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      noises.add(numbers.factors(request.d1(), request.d2(), request.r(), exponent));
      record.add(t);
    }
    record.add(steps);
    return request.withRun(noises, record);
  }

  /** X large and Y small, M of the size of their product. */
  private void stretched(Op op) {
    int[] s = {5, 4, 2};
    String name = op.word() + "/stretched-" + shape(s);
    NumberSource numbers = source(name);
    Factors<Dyadic> unit = numbers.factors(s[0], s[1], s[2], 0);
    Factors<Dyadic> direction = numbers.factors(s[0], s[1], s[2], -3);
    int k = 12;
    Request request =
        Request.of(op, numbers.matrix(s[0], s[1], 0), stretch(unit, k))
            .withDirection(stretch(direction, k))
            .withSteps(
                positive(numbers.ordinary().scaleByPowerOfTwo(-3)),
                positive(numbers.ordinary().scaleByPowerOfTwo(-4 - 2 * k)))
            .withSigmas(
                positive(numbers.ordinary().scaleByPowerOfTwo(k)),
                positive(numbers.ordinary().scaleByPowerOfTwo(-k)));
    if (op == Op.RUN) {
      request =
          request.withRun(List.of(stretch(direction, k), stretch(unit, k - 3)), List.of(0, 1, 2));
    }
    keep(name, request, false, "step sizes or noises exchanged, far from balance");
  }

  private static Factors<Dyadic> stretch(Factors<Dyadic> f, int k) {
    return new Factors<>(
        f.x().map(a -> a.scaleByPowerOfTwo(k)), f.y().map(a -> a.scaleByPowerOfTwo(-k)));
  }

  /** An exact optimum: M = X Y^T, on the grid of integers, so that the gradient vanishes. */
  private void stationary(Op op) {
    int[] s = {4, 3, 2};
    String name = op.word() + "/stationary-" + shape(s);
    NumberSource numbers = source(name);
    Factors<Dyadic> at = numbers.gridFactors(s[0], s[1], s[2], 1, 0);
    Matrix<Dyadic> m = at.x().times(at.y().transpose());
    Request request =
        Request.of(op, m, at)
            .withDirection(numbers.gridFactors(s[0], s[1], s[2], 1, 0))
            .withSteps(power(-2), power(-3))
            .withSigmas(power(-1), power(-2));
    if (op == Op.STEP) {
      request = request.withDirection(at.scale(Dyadic.ZERO));
    }
    if (op == Op.RUN) {
      Factors<Dyadic> none = at.scale(Dyadic.ZERO);
      request = request.withRun(List.of(none, none, none), List.of(0, 1, 2, 3));
    }
    keep(name, request, ExactPlans.allExact(arithmetic, request), "an optimum stays where it is");
  }

  /** M = X Y^T + E on the grid of integers, with an E so small that M just holds it. */
  private void nearOptimum(Op op) {
    int[] s = {4, 3, 2};
    String name = op.word() + "/near-optimum-" + shape(s);
    NumberSource numbers = source(name);
    int e = Math.min(numbers.bits() - INTEGER_BITS, SMALLEST_RESIDUAL);
    if (e < INTEGER_BITS) {
      return;
    }
    Factors<Dyadic> at = numbers.gridFactors(s[0], s[1], s[2], 3, 0);
    Matrix<Dyadic> m = at.x().times(at.y().transpose()).plus(numbers.grid(s[0], s[1], 7, e));
    Factors<Dyadic> none = at.scale(Dyadic.ZERO);
    Request request =
        Request.of(op, m, at)
            .withDirection(op == Op.STEP ? none : numbers.gridFactors(s[0], s[1], s[2], 1, 0))
            .withSteps(power(-2), power(-3))
            .withSigmas(power(-1), power(-2));
    if (op == Op.RUN) {
      request = request.withRun(List.of(none, none, none), List.of(0, 1, 2, 3));
    }
    keep(name, request, false, "residuals taken for zero, absolute tolerances");
  }

  private static Dyadic power(int exponent) {
    return Dyadic.of(BigInteger.ONE, exponent);
  }

  /** Few-bit numbers on which every legal plan is exact; the grid is coarsened until they are. */
  private void exact(Op op, int[] s) {
    String name = op.word() + "/exact-" + shape(s);
    for (int bound = 3; bound >= 1; bound--) {
      for (int scale = 2; scale >= 0; scale--) {
        NumberSource numbers = source(name + "/" + bound + "/" + scale);
        Request request =
            Request.of(
                    op,
                    numbers.grid(s[0], s[1], bound, 2 * scale),
                    numbers.gridFactors(s[0], s[1], s[2], bound, scale))
                .withDirection(numbers.gridFactors(s[0], s[1], s[2], bound, scale))
                .withSteps(power(-2), power(-1))
                .withSigmas(power(-1), power(0));
        if (op == Op.RUN) {
          request =
              request.withRun(
                  List.of(numbers.gridFactors(s[0], s[1], s[2], 1, scale)), List.of(0, 1));
        }
        if (ExactPlans.allExact(arithmetic, request)) {
          keep(name, request, true, "every legal plan is exact here: judged bit by bit");
          return;
        }
      }
    }
    if (arithmetic.unitRoundoff().doubleValue() > COARSE) {
      sparse(op, "exact", s);
    }
  }

  /** Coarse arithmetics have room for little more than zeros and ones: step sizes of one too. */
  private void sparse(Op op, String group, int[] s) {
    String name = op.word() + "/" + group + "-" + shape(s);
    for (int attempt = 0; attempt < SPARSE_ATTEMPTS; attempt++) {
      NumberSource numbers = source(name + "/sparse/" + attempt);
      Factors<Dyadic> noise = numbers.sparseFactors(s[0], s[1], s[2]);
      Request request =
          Request.of(op, numbers.sparse(s[0], s[1]), numbers.sparseFactors(s[0], s[1], s[2]))
              .withSteps(power(0), power(0))
              .withSigmas(power(0), power(0));
      request =
          op == Op.RUN
              ? request.withRun(List.of(noise), List.of(0, 1))
              : request.withDirection(noise);
      boolean still = noise.toVariables().stream().allMatch(v -> v.signum() == 0);
      if (!still
          && ExactPlans.allExact(arithmetic, request)
          && ExactPlans.allExact(COARSEST, request)) {
        keep(name, request, true, "every legal plan is exact here: judged bit by bit");
        return;
      }
    }
  }

  private void noiseCases() {
    int[] s = {5, 5, 2};
    Factors<Dyadic> shapeOf = source("noise-shape").factors(s[0], s[1], s[2], 0);
    Factors<Dyadic> none = shapeOf.scale(Dyadic.ZERO);
    Factors<Dyadic> huge = shapeOf.scale(power(3));
    noiseCase("no-noise", s, none, "noise that is zero");
    noiseCase(
        "noise-on-x", s, new Factors<>(shapeOf.x(), none.y()), "noise of Y taken for that of X");
    noiseCase(
        "noise-on-y", s, new Factors<>(none.x(), shapeOf.y()), "noise of X taken for that of Y");
    noiseCase("huge-noise", s, huge, "noise larger than the iterate");
  }

  private void noiseCase(String group, int[] s, Factors<Dyadic> noise, String sees) {
    String name = "step/" + group + "-" + shape(s);
    NumberSource numbers = source(name);
    Request request =
        Request.of(Op.STEP, numbers.matrix(s[0], s[1], 0), numbers.factors(s[0], s[1], s[2], 0))
            .withDirection(noise)
            .withSteps(
                positive(numbers.ordinary().scaleByPowerOfTwo(-7)),
                positive(numbers.ordinary().scaleByPowerOfTwo(-6)));
    keep(name, request, false, sees);
  }

  /** A run long enough for a drift that begins late, and one whose states are not all recorded. */
  private void longRun() {
    longRun("long", new int[] {3, 2, 1}, arithmetic instanceof DecimalArithmetic ? 60 : 400, true);
    longRun("gaps", new int[] {4, 3, 2}, 12, false);
  }

  private void longRun(String group, int[] s, int steps, boolean all) {
    String name = "run/" + group + "-" + shape(s);
    NumberSource numbers = source(name);
    Request request =
        Request.of(Op.RUN, numbers.matrix(s[0], s[1], 0), numbers.factors(s[0], s[1], s[2], 0))
            .withSteps(
                positive(numbers.ordinary().scaleByPowerOfTwo(-6)),
                positive(numbers.ordinary().scaleByPowerOfTwo(-5)));
    Request whole = run(request, numbers, -4, steps);
    List<Integer> record = all ? whole.record() : List.of(0, 1, 5, 6, 7, 11, 12);
    keep(
        name,
        whole.withRun(whole.noises(), record),
        false,
        all ? "a drift that begins late" : "the right states recorded");
  }
}
