// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.CoqDefinitions;

/**
 * Cross-check: which cases are exact is decided by the conditions of the Coq theorems, read from
 * {@code FpExactConditions.v} and evaluated exactly, in arithmetics of 2 to 12 bits. On the grids
 * taken here a size that fits so few bits is also within the range that {@link ExactPlans} allows.
 */
class ExactPlansTest {
  static List<JudgedOp> ops() {
    return Ops.OF_THE_PROBLEM.without(Ops.of(Ops.RUN, Ops.SAMPLE)).all();
  }

  private static final CoqDefinitions COQ =
      new CoqDefinitions(Path.of("proofs-notes/coq/judge/rounding/FpExactConditions.v"));
  private static final int SEED = 5;
  private static final int REQUESTS = 80;
  private static final int MOST_BITS = 12;

  @ParameterizedTest
  @MethodSource("ops")
  void allExact_randomRequests_isCoqsCondition(Op op) {
    SplittableRandom random = new SplittableRandom(SEED);
    int exact = 0;
    int rounded = 0;
    for (int n = 0; n < REQUESTS; n++) {
      Request q = request(op, random);
      BigFraction cells = cells(q);
      for (int bits = 2; bits <= MOST_BITS; bits++) {
        boolean fits = Rationals.compare(cells, BigFraction.of(2).pow(bits)) <= 0;
        assertEquals(
            fits,
            q.isExactIn(Arithmetics.named("binary:" + bits)),
            "seed " + SEED + ", request " + n + ", " + bits + " bits: " + q);
        exact += fits ? 1 : 0;
        rounded += fits ? 0 : 1;
      }
    }
    assertTrue(exact > REQUESTS / 2 && rounded > REQUESTS / 2, exact + " exact, " + rounded);
  }

  private static Request request(Op op, SplittableRandom random) {
    int d1 = random.nextInt(1, 4);
    int d2 = random.nextInt(1, 4);
    int r = random.nextInt(1, 3);
    int a = random.nextInt(2);
    int largest = random.nextInt(1, 3);
    Request q =
        Request.of(
                op,
                matrix(random, d1, d2, 2 * a, largest),
                new Factors<>(matrix(random, d1, r, a, largest), matrix(random, d2, r, a, largest)))
            .withSteps(power(random.nextInt(-2, 2)), power(random.nextInt(-2, 2)))
            .withSigmas(cell(random, 1, 1), cell(random, random.nextInt(2), 1));
    return op == Ops.HVP || op == Ops.STEP
        ? q.withDirection(
            new Factors<>(matrix(random, d1, r, a, 1), matrix(random, d2, r, random.nextInt(2), 1)))
        : q;
  }

  private static Matrix<Dyadic> matrix(
      SplittableRandom random, int rows, int columns, int grid, int largest) {
    return Matrix.of(
        DyadicArithmetic.INSTANCE, rows, columns, (i, j) -> cell(random, grid, largest));
  }

  private static Dyadic cell(SplittableRandom random, int grid, int largest) {
    int n = random.nextInt(3) == 0 ? 0 : random.nextInt(-largest, largest + 1);
    return Dyadic.of(BigInteger.valueOf(n), -grid);
  }

  private static Dyadic power(int exponent) {
    return Dyadic.of(BigInteger.ONE, exponent);
  }

  /** The theorem's size, in cells of the theorem's grid. */
  private static BigFraction cells(Request q) {
    int a = 0;
    while (!onGrid(values(q.at(), q.direction()), a) || !onGrid(q.m().entries(), 2 * a)) {
      a++;
    }
    int s = 0;
    while (!onGrid(List.of(q.sigma1(), q.sigma2()), s)) {
      s++;
    }
    s *= 2;
    int f = 0;
    while (!onGrid(List.of(q.etaX(), q.etaY()), f)) {
      f++;
    }
    Matrix<BigFraction> x = sizes(q.at().x(), q.direction().x());
    Matrix<BigFraction> y = sizes(q.at().y(), q.direction().y());
    Matrix<BigFraction> t = sizes(q.m(), q.m().minus(q.m()));
    Object matX = entries(x);
    Object matY = entries(y);
    BigFraction cubic = Rationals.max(cubic(x, y, t, q.r()), cubic(y, x, t.transpose(), q.r()));
    BigFraction weight =
        COQ.at("exact_weight", q.d1(), q.sigma1().toRational())
            .add(COQ.at("exact_weight", q.d2(), q.sigma2().toRational()));
    BigFraction size;
    BigFraction grid;
    switch (q.op().word()) {
      case "loss" -> {
        size = COQ.at("exact_loss_size", q.d1(), q.d2(), q.r(), matX, matY, entries(t));
        grid = COQ.at("exact_loss_grid", a);
      }
      case "smoothed_loss" -> {
        size =
            COQ.at(
                "exact_smoothed_loss_size", q.d1(), q.d2(), q.r(), matX, matY, entries(t), weight);
        grid = COQ.at("exact_smoothed_loss_grid", a, s);
      }
      case "gradient" -> {
        size = COQ.at("exact_gradient_size", cubic);
        grid = COQ.at("exact_gradient_grid", a);
      }
      case "smoothed_gradient" -> {
        size = COQ.at("exact_smoothed_gradient_size", cubic, largest(x), largest(y), weight);
        grid = COQ.at("exact_smoothed_gradient_grid", a, s);
      }
      case "hvp" -> {
        size = COQ.at("exact_hvp_size", cubic);
        grid = COQ.at("exact_hvp_grid", a);
      }
      case "hessian", "smoothed_hessian" -> {
        BigFraction rho = largest(x.times(y.transpose()).plus(t));
        size = COQ.at("exact_hessian_size", q.d1(), q.d2(), q.r(), matX, matY, rho, weight);
        grid = COQ.at("exact_hessian_grid", a, s);
      }
      default -> {
        BigFraction eta = Rationals.max(q.etaX().toRational(), q.etaY().toRational());
        size = COQ.at("exact_step_size", Rationals.max(BigFraction.ONE, eta), cubic);
        grid = COQ.at("exact_step_grid", a, f);
      }
    }
    return size.multiply(BigFraction.of(2).pow(grid.intValue()));
  }

  /** The largest entry of A + rho B, entry by entry of the definition. */
  private static BigFraction cubic(
      Matrix<BigFraction> own, Matrix<BigFraction> other, Matrix<BigFraction> t, int r) {
    BigFraction largest = BigFraction.ZERO;
    for (int i = 0; i < own.rows(); i++) {
      for (int k = 0; k < r; k++) {
        largest =
            Rationals.max(
                largest,
                COQ.at(
                    "exact_cubic",
                    other.rows(),
                    r,
                    entries(own),
                    entries(other),
                    entries(t),
                    i,
                    k));
      }
    }
    return largest;
  }

  private static List<Dyadic> values(Factors<Dyadic> a, Factors<Dyadic> b) {
    List<Dyadic> all = new ArrayList<>(a.toVariables());
    all.addAll(b.toVariables());
    return all;
  }

  private static boolean onGrid(List<Dyadic> values, int grid) {
    return values.stream()
        .map(v -> v.scaleByPowerOfTwo(grid).toRational())
        .allMatch(v -> Rationals.denominator(v).equals(BigInteger.ONE));
  }

  private static Matrix<BigFraction> sizes(Matrix<Dyadic> a, Matrix<Dyadic> b) {
    return Matrix.of(
        RationalArithmetic.INSTANCE,
        a.rows(),
        a.columns(),
        (i, j) -> a.get(i, j).toRational().abs().add(b.get(i, j).toRational().abs()));
  }

  private static BigFraction largest(Matrix<BigFraction> matrix) {
    return matrix.entries().stream().reduce(BigFraction.ZERO, Rationals::max);
  }

  /** A matrix as the definitions take one: a function of the row, then of the column. */
  private static Function<Object, Object> entries(Matrix<BigFraction> matrix) {
    return i ->
        (Function<Object, Object>)
            j -> matrix.get(((BigFraction) i).intValue(), ((BigFraction) j).intValue());
  }
}
