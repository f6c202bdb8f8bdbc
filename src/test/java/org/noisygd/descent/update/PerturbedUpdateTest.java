// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;

/**
 * Cross-checks: the documented order of evaluation, written out here in loops over doubles, bit for
 * bit; exactness on dyadic inputs in every arithmetic; known answers by hand.
 */
class PerturbedUpdateTest {
  private static final Binary64 B = Binary64.INSTANCE;

  /** Inputs of one update in doubles. */
  private record Input(
      double[][] m,
      double[][] x,
      double[][] y,
      double[][] z1,
      double[][] z2,
      double etaX,
      double etaY) {
    static Input random(int d1, int d2, int r, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      return new Input(
          normal(random, d1, d2),
          normal(random, d1, r),
          normal(random, d2, r),
          normal(random, d1, r),
          normal(random, d2, r),
          0.01 + random.nextDouble(),
          0.01 + random.nextDouble());
    }

    private static double[][] normal(SplittableRandom random, int rows, int columns) {
      double[][] entries = new double[rows][columns];
      for (double[] row : entries) {
        for (int j = 0; j < columns; j++) {
          row[j] = (random.nextDouble() - 0.5) * (1 << random.nextInt(4));
        }
      }
      return entries;
    }

    Factors<Double> iterate() {
      return new Factors<>(Matrix.of(B, x), Matrix.of(B, y));
    }

    Factors<Double> noise() {
      return new Factors<>(Matrix.of(B, z1), Matrix.of(B, z2));
    }

    PerturbedUpdate<Double> update(UpdateForm form) {
      return new PerturbedUpdate<>(Matrix.of(B, m), StepSizes.of(B, etaX, etaY), form);
    }
  }

  private static double[][] plus(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < a[0].length; k++) {
        sum[i][k] = a[i][k] + b[i][k];
      }
    }
    return sum;
  }

  /** x - eta (Xt Yt^T - M) Yt for the first factor; for the second one exchange and transpose. */
  private static double[][] residualForm(
      double[][] m, double[][] x, double[][] xt, double[][] yt, double eta) {
    int r = x[0].length;
    double[][] next = new double[x.length][r];
    for (int i = 0; i < x.length; i++) {
      double[] residual = new double[yt.length];
      for (int j = 0; j < yt.length; j++) {
        double sum = xt[i][0] * yt[j][0];
        for (int k = 1; k < r; k++) {
          sum = sum + xt[i][k] * yt[j][k];
        }
        residual[j] = sum - m[i][j];
      }
      for (int k = 0; k < r; k++) {
        double g = residual[0] * yt[0][k];
        for (int j = 1; j < yt.length; j++) {
          g = g + residual[j] * yt[j][k];
        }
        next[i][k] = x[i][k] - eta * g;
      }
    }
    return next;
  }

  private static double[][] gramForm(
      double[][] m, double[][] x, double[][] xt, double[][] yt, double eta) {
    int r = x[0].length;
    double[][] gram = new double[r][r];
    for (int a = 0; a < r; a++) {
      for (int b = 0; b < r; b++) {
        double sum = yt[0][a] * yt[0][b];
        for (int j = 1; j < yt.length; j++) {
          sum = sum + yt[j][a] * yt[j][b];
        }
        gram[a][b] = sum;
      }
    }
    double[][] next = new double[x.length][r];
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < r; k++) {
        double quadratic = xt[i][0] * gram[0][k];
        for (int a = 1; a < r; a++) {
          quadratic = quadratic + xt[i][a] * gram[a][k];
        }
        double linear = m[i][0] * yt[0][k];
        for (int j = 1; j < yt.length; j++) {
          linear = linear + m[i][j] * yt[j][k];
        }
        next[i][k] = x[i][k] - eta * (quadratic - linear);
      }
    }
    return next;
  }

  private static double[][] transpose(double[][] a) {
    double[][] t = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }

  private static Factors<Double> byLoops(Input in, UpdateForm form, boolean noisy) {
    double[][] xt = noisy ? plus(in.x, in.z1) : in.x;
    double[][] yt = noisy ? plus(in.y, in.z2) : in.y;
    double[][] mt = transpose(in.m);
    return form == UpdateForm.RESIDUAL
        ? new Factors<>(
            Matrix.of(B, residualForm(in.m, in.x, xt, yt, in.etaX)),
            Matrix.of(B, residualForm(mt, in.y, yt, xt, in.etaY)))
        : new Factors<>(
            Matrix.of(B, gramForm(in.m, in.x, xt, yt, in.etaX)),
            Matrix.of(B, gramForm(mt, in.y, yt, xt, in.etaY)));
  }

  private static final String SHAPES =
      """
      1, 1, 1
      2, 1, 1
      1, 3, 1
      4, 3, 1
      1, 1, 2
      2, 2, 2
      3, 4, 2
      2, 3, 4
      7, 5, 3
      """;

  @ParameterizedTest
  @CsvSource(textBlock = SHAPES)
  void apply_bothForms_areTheLoopsBitForBit(int d1, int d2, int r) {
    for (int seed = 0; seed < 20; seed++) {
      Input in = Input.random(d1, d2, r, seed);
      for (UpdateForm form : UpdateForm.values()) {
        // The product of the second factor, Yt_jk Xt_ik, rounds like Xt_ik Yt_jk.
        assertEquals(
            byLoops(in, form, true), in.update(form).apply(in.iterate(), in.noise()), "" + form);
        assertEquals(byLoops(in, form, false), in.update(form).apply(in.iterate()), "" + form);
      }
    }
  }

  // M = 5, (x, y) = (1, 2), z = (1, 1): Xt = 2, Yt = 3, R = 1; X' = 1 - 3/4, Y' = 2 - 2/8.
  @ParameterizedTest
  @EnumSource(UpdateForm.class)
  void apply_oneByOne_byHand(UpdateForm form) {
    var update =
        new PerturbedUpdate<>(
            Matrix.of(B, new double[][] {{5}}), StepSizes.of(B, 0.25, 0.125), form);
    Factors<Double> at = Factors.ofVariables(B, 1, 1, 1, List.of(1.0, 2.0));
    Factors<Double> noise = Factors.ofVariables(B, 1, 1, 1, List.of(1.0, 1.0));
    assertEquals(List.of(0.25, 1.75), update.apply(at, noise).toVariables());
    // Without noise R = -3: X' = 1 + 6/4, Y' = 2 + 3/8.
    assertEquals(List.of(2.5, 2.375), update.apply(at).toVariables());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "binary64",
        "binary32",
        "double-double",
        "binary:40",
        "decimal:50",
        "apfloat:50",
        "dyadic"
      })
  void apply_dyadicsOfFewBits_isExactInEveryArithmetic(String name) {
    assertExact(Arithmetics.named(name));
  }

  private static <T> void assertExact(Arithmetic<T> arithmetic) {
    // Quarters in -1..1 and step sizes 1/8, 1/4: products of three with sums of six fit in 24 bits.
    RationalArithmetic q = RationalArithmetic.INSTANCE;
    SplittableRandom random = new SplittableRandom(7);
    Matrix.Entry<BigFraction> quarter = (i, j) -> BigFraction.of(random.nextInt(-4, 5), 4);
    Matrix<BigFraction> m = Matrix.of(q, 3, 2, quarter);
    var at = new Factors<>(Matrix.of(q, 3, 2, quarter), Matrix.of(q, 2, 2, quarter));
    var noise = new Factors<>(Matrix.of(q, 3, 2, quarter), Matrix.of(q, 2, 2, quarter));
    Factors<BigFraction> exact = null;
    for (UpdateForm form : UpdateForm.values()) {
      var expected = new PerturbedUpdate<>(m, StepSizes.of(q, 0.125, 0.25), form).apply(at, noise);
      assertTrue(exact == null || exact.equals(expected), "both forms are one polynomial");
      exact = expected;
      Factors<T> actual =
          new PerturbedUpdate<>(
                  m.toExactly(arithmetic), StepSizes.of(arithmetic, 0.125, 0.25), form)
              .apply(at.toExactly(arithmetic), noise.toExactly(arithmetic));
      assertEquals(expected, actual.toExactly(q));
    }
  }

  @Test
  void apply_shapesThatDoNotFit_throws() {
    var update = Input.random(3, 2, 1, 1).update(UpdateForm.GRAM);
    assertRefused(
        "iterate of shapes 2 x 1 and 3 x 1 must fit the target M, got 3 x 2",
        () -> update.apply(Factors.zeros(B, 2, 3, 1)));
    Factors<Double> at = Factors.zeros(B, 3, 2, 1);
    assertRefused(
        "noise of shapes 3 x 1 and 1 x 1 must have the shapes of the iterate, got 3 x 1 and 2 x 1",
        () -> update.apply(at, Factors.zeros(B, 3, 1, 1)));
  }
}
