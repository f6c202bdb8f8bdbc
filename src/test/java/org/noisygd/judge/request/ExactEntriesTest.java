// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.OneIn;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/** Cross-check: entries that are said to be exact, against plans that round every operation. */
class ExactEntriesTest {
  private static final int SEED = 7;
  private static final int REQUESTS = 2000;
  private static final RoundingModel MODEL = RoundingModel.named("binary16");
  private static final EmulatedBinary HALF = EmulatedBinary.BINARY16;
  private static final double SMALLEST_NORMAL = 0x1p-14;

  static List<JudgedOp> ops() {
    return Ops.OF_THE_PROBLEM
        .without(Ops.of(Ops.RUN, Ops.SAMPLE, Ops.LOSS, Ops.SMOOTHED_LOSS))
        .all();
  }

  /** The reference's plan rounds none of them; it rounds most of the others. */
  @ParameterizedTest
  @MethodSource("ops")
  void exact_randomRequests_referenceDoesNotRound(Op op) {
    SplittableRandom random = new SplittableRandom(SEED);
    int exact = 0;
    int others = 0;
    int rounded = 0;
    for (int n = 0; n < REQUESTS; n++) {
      Request q = request(op, random);
      int[] seen =
          compared(RightQuantities.expected(q), q, MODEL, HALF, "seed " + SEED + ", request " + n);
      exact += seen[0];
      others += seen[1];
      rounded += seen[2];
    }
    assertTrue(exact > REQUESTS && 2 * rounded > others, exact + ", " + rounded + " of " + others);
  }

  /** Plans of one entry of X': residual or Gram form, sums in any order, fused or not, flushed. */
  @Test
  void update_randomPlans_doNotRound() {
    SplittableRandom random = new SplittableRandom(SEED);
    int exact = 0;
    int moved = 0;
    int rounded = 0;
    for (int n = 0; n < REQUESTS; n++) {
      Request q = request(Ops.STEP, random);
      ExactEntries.Entries entries = new ExactEntries(MODEL, false, q).update().x();
      Matrix<Dyadic> expected = RightQuantities.expected(q).get("X");
      for (int i = 0; i < expected.rows(); i++) {
        for (int k = 0; k < expected.columns(); k++) {
          double value = expected.get(i, k).roundToDouble();
          for (int plan = 0; plan < 8; plan++) {
            double planned = new Plan(q, random).update(i, k);
            if (entries.contain(i, k)) {
              assertEquals(value, planned + 0.0, "request " + n + ", X " + i + " " + k + ": " + q);
              exact++;
              moved += value == q.at().x().get(i, k).roundToDouble() ? 0 : 1;
            } else {
              rounded += planned == value ? 0 : 1;
            }
          }
        }
      }
    }
    assertTrue(exact > REQUESTS && moved > REQUESTS && rounded > REQUESTS, exact + ", " + moved);
  }

  /** Nor are those of the suite, and where a case is exact by Coq's conditions, all of them are. */
  @OneIn(3)
  @ParameterizedTest
  @MethodSource("ops")
  void exact_casesOfTheSuite_referenceDoesNotRound(JudgedOp op) {
    for (String name : List.of("binary64", "binary32", "binary16", "bfloat16", "decimal:16")) {
      for (Case tested : op.cases(name, 1)) {
        if (Math.max(tested.request().d1(), tested.request().d2()) < 256) { // held by bfloat16
          referenceDoesNotRound(tested, Arithmetics.named(name));
        }
      }
    }
  }

  private static <T> void referenceDoesNotRound(Case tested, Arithmetic<T> arithmetic) {
    RoundingModel model = RoundingModel.named(arithmetic.name());
    Request q = tested.request();
    int[] seen = compared(tested.expected(), q, model, arithmetic, tested.toString());
    assertTrue(!q.isExactIn(arithmetic) || seen[1] == 0, tested.name());
  }

  /**
   * Counts the entries that are said to be exact, which the reference computes exactly; the others;
   * and those of them that it rounds.
   */
  private static <T> int[] compared(
      Map<String, Matrix<Dyadic>> expected,
      Request q,
      RoundingModel model,
      Arithmetic<T> arithmetic,
      String name) {
    Map<String, ExactEntries.Entries> entries = new ExactEntries(model, false, q).fields();
    Map<String, Matrix<T>> computed = q.op().result(new RightQuantities<>(q.in(arithmetic)));
    assertEquals(expected.keySet(), entries.keySet());
    int[] seen = new int[3];
    expected.forEach(
        (field, right) -> {
          for (int n = 0; n < right.entries().size(); n++) {
            boolean same =
                right
                    .entries()
                    .get(n)
                    .toRational()
                    .equals(arithmetic.toRational(computed.get(field).entries().get(n)));
            if (entries.get(field).contain(n / right.columns(), n % right.columns())) {
              assertTrue(same, name + " in " + arithmetic.name() + ", " + field + " " + n);
              seen[0]++;
            } else {
              seen[1]++;
              seen[2] += same ? 0 : 1;
            }
          }
        });
    return seen;
  }

  /** A subnormal number may be flushed on its way, and one of more bits is no value at all. */
  @Test
  void unchanged_subnormalOrLongNumbers_areLeftOut() {
    Matrix<Dyadic> row =
        Matrix.of(
            DyadicArithmetic.INSTANCE,
            1,
            4,
            (i, j) ->
                List.of(Dyadic.ZERO, Dyadic.of(0x1p-14), Dyadic.of(0x1p-15), Dyadic.of(1 + 0x1p-11))
                    .get(j));
    ExactEntries.Entries entries = ExactEntries.unchanged(MODEL, row);
    assertTrue(entries.contain(0, 0) && entries.contain(0, 1));
    assertFalse(entries.contain(0, 2) || entries.contain(0, 3));
  }

  private static Request request(Op op, SplittableRandom random) {
    int d1 = random.nextInt(1, 4);
    int d2 = random.nextInt(1, 4);
    int r = random.nextInt(1, 3);
    double zeros = random.nextInt(1, 4) / 4.0;
    return Request.of(
            op,
            matrix(random, d1, d2, zeros),
            new Factors<>(matrix(random, d1, r, zeros), matrix(random, d2, r, zeros)))
        .withSteps(step(random), step(random))
        .withSigmas(Dyadic.of(random.nextInt(3), -1), Dyadic.of(random.nextInt(3), -1))
        .withDirection(new Factors<>(matrix(random, d1, r, zeros), matrix(random, d2, r, zeros)));
  }

  private static Dyadic step(SplittableRandom random) {
    return List.of(Dyadic.ZERO, Dyadic.ONE, Dyadic.of(0.25), Dyadic.of(0.75))
        .get(random.nextInt(4));
  }

  private static Matrix<Dyadic> matrix(
      SplittableRandom random, int rows, int columns, double zeros) {
    return Matrix.of(DyadicArithmetic.INSTANCE, rows, columns, (i, j) -> entry(random, zeros));
  }

  /** Zero, a number of two bits, or one of all bits; some of them tiny. */
  private static Dyadic entry(SplittableRandom random, double zeros) {
    if (random.nextDouble() < zeros) {
      return Dyadic.ZERO;
    }
    int bits = random.nextInt(3) == 0 ? 11 : 2;
    int shift = random.nextInt(6) == 0 ? -8 : 0;
    return Dyadic.of(random.nextInt(1, 1 << bits) * (1 - 2L * random.nextInt(2)), shift + 1 - bits);
  }

  /** An admissible order in binary16, chosen at random anew at each operation. */
  private static final class Plan {
    private final SplittableRandom random;
    private final boolean flushes;
    private final double[][] x;
    private final double[][] y;
    private final double[][] m;
    private final double[][] start;
    private final double eta;

    Plan(Request q, SplittableRandom random) {
      this.random = random;
      this.flushes = random.nextBoolean();
      this.start = doubles(q.at().x());
      this.x = sums(start, doubles(q.direction().x()));
      this.y = sums(doubles(q.at().y()), doubles(q.direction().y()));
      this.m = doubles(q.m());
      this.eta = q.etaX().roundToDouble();
    }

    private static double[][] doubles(Matrix<Dyadic> a) {
      double[][] values = new double[a.rows()][a.columns()];
      for (int i = 0; i < a.rows(); i++) {
        for (int j = 0; j < a.columns(); j++) {
          values[i][j] = a.get(i, j).roundToDouble();
        }
      }
      return values;
    }

    private double[][] sums(double[][] a, double[][] z) {
      double[][] values = new double[a.length][a[0].length];
      for (int i = 0; i < a.length; i++) {
        for (int j = 0; j < a[i].length; j++) {
          values[i][j] = rounded(flushed(a[i][j]) + flushed(z[i][j]));
        }
      }
      return values;
    }

    private double flushed(double a) {
      return flushes && Math.abs(a) < SMALLEST_NORMAL ? 0 : a;
    }

    private double rounded(double a) {
      return flushed(HALF.round(a));
    }

    private double product(double a, double b) {
      return rounded(flushed(a) * flushed(b));
    }

    /** A sum of products over a random tree, or one that goes on from a product, fused. */
    private double sum(List<double[]> products) {
      List<Double> parts = new ArrayList<>();
      for (double[] p : products) {
        if (!parts.isEmpty() && random.nextInt(3) == 0) {
          int n = random.nextInt(parts.size());
          parts.set(n, rounded(Math.fma(flushed(p[0]), flushed(p[1]), parts.get(n))));
        } else {
          parts.add(product(p[0], p[1]));
        }
      }
      while (parts.size() > 1) {
        double a = parts.remove(random.nextInt(parts.size()));
        double b = parts.remove(random.nextInt(parts.size()));
        parts.add(rounded(a + b));
      }
      return parts.isEmpty() ? 0 : parts.get(0);
    }

    private double sum(int count, IntToDoubleFunction a, IntToDoubleFunction b) {
      List<double[]> products = new ArrayList<>();
      for (int n = 0; n < count; n++) {
        products.add(new double[] {a.applyAsDouble(n), b.applyAsDouble(n)});
      }
      return sum(products);
    }

    double update(int i, int k) {
      int d = y.length;
      int r = x[i].length;
      int folded = random.nextInt(4);
      List<double[]> terms = new ArrayList<>();
      double outside = folded == 0 ? eta : 1;
      double first = folded == 1 ? eta : 1;
      double second = folded > 1 ? eta : 1;
      if (random.nextBoolean()) {
        for (int j = 0; j < d; j++) {
          int row = j;
          List<double[]> residual = new ArrayList<>();
          residual.add(new double[] {-m[i][j], 1});
          for (int l = 0; l < r; l++) {
            residual.add(new double[] {x[i][l], y[row][l]});
          }
          terms.add(new double[] {product(first, sum(residual)), product(second, y[j][k])});
        }
      } else {
        for (int l = 0; l < r; l++) {
          int column = l;
          double gram = sum(d, j -> y[j][column], j -> y[j][k]);
          terms.add(new double[] {product(first, x[i][l]), product(second, gram)});
        }
        for (int j = 0; j < d; j++) {
          terms.add(new double[] {product(first, -m[i][j]), product(second, y[j][k])});
        }
      }
      if (folded > 0 && random.nextBoolean()) {
        terms.replaceAll(p -> new double[] {-p[0], p[1]});
        terms.add(random.nextInt(terms.size() + 1), new double[] {start[i][k], 1});
        return sum(terms);
      }
      return rounded(flushed(start[i][k]) - product(outside, sum(terms)));
    }
  }
}
