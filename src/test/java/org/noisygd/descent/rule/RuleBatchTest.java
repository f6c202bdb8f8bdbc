// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.fast.EndStates;
import org.noisygd.descent.fast.Ensemble;
import org.noisygd.descent.fast.EnsembleControl;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.rule.UpdateRule.Draw;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.BoxMullerStream;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.NoiseSource;

/** Cross-check: the rules on lanes and the generic rules give the same bits. */
class RuleBatchTest {
  private static final Binary64 A = Binary64.INSTANCE;
  private static final long SEED = 20210301;
  private static final StepSizes<Double> STEPS = StepSizes.of(A, 0.0123, 0.0456);
  private static final int REPLICATES = 19;
  private static final int UPDATES = 12;

  private static Matrix<Double> target(int d1, int d2) {
    return Matrix.of(A, d1, d2, (i, j) -> (i == j ? 1.0 : 0.0) + 0.1 * ((3 * i + j) % 7));
  }

  private static List<Arguments> rules() {
    List<Arguments> all = new ArrayList<>();
    for (int[] shape : new int[][] {{1, 1, 1}, {5, 3, 1}, {3, 7, 2}, {20, 30, 10}}) {
      Matrix<Double> m = target(shape[0], shape[1]);
      int r = shape[2];
      int entries = shape[0] * shape[1];
      Matrix<Double> c =
          Matrix.of(A, r, r, (a, b) -> a == b ? 0.3 + 0.1 * a : 0.01 * ((a + 1) * (b + 1)));
      double[] sx = new double[shape[0] * r];
      double[] sy = new double[shape[1] * r];
      java.util.Arrays.setAll(sx, e -> 0.05 + 0.01 * (e % 3));
      java.util.Arrays.setAll(sy, e -> 0.03 + 0.02 * (e % 5));
      DrawSource normal = FactorDraws.normal(SEED, sx, sy);
      all.add(Arguments.of(UpdateRule.plain(m, STEPS), r, DrawSource.NONE));
      all.add(Arguments.of(UpdateRule.perturbed(m, STEPS), r, normal));
      all.add(
          Arguments.of(
              UpdateRule.perturbed(m, STEPS), r, FactorDraws.normal(SEED, sx, sy).student(3)));
      all.add(Arguments.of(UpdateRule.keptNoise(m, STEPS), r, normal));
      all.add(Arguments.of(UpdateRule.regularised(m, STEPS, 0.7), r, DrawSource.NONE));
      all.add(
          Arguments.of(
              UpdateRule.smoothed(m, STEPS, new NoiseMoments<>(c, c.scale(0.7))),
              r,
              DrawSource.NONE));
      all.add(Arguments.of(UpdateRule.labelNoise(m, STEPS), r, CellDraws.signs(SEED, 0.3)));
      int batch = Math.max(1, entries / 7);
      all.add(
          Arguments.of(
              UpdateRule.entrySampled(m, STEPS, batch), r, CellDraws.samples(SEED, batch)));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("rules")
  @SuppressWarnings("shape") // arrays
  void run_anyRule_givesTheBitsOfTheGenericRule(UpdateRule<Double> rule, int r, DrawSource draws) {
    int d1 = rule.target().rows();
    int d2 = rule.target().columns();
    LongFunction<Factors<Double>> starts = Start.normal(0.4).factors(d1, d2, r, SEED);
    EndStates runs = new EndStates(UPDATES);
    RunPlan.of(rule, r, draws, starts, REPLICATES, List.of((long) UPDATES)).run(runs);
    for (int p = 0; p < REPLICATES; p++) {
      Factors<Double> at = starts.apply(p);
      for (int t = 0; t < UPDATES; t++) {
        at = rule.apply(at, draw(draws, d1, d2, r, p, t));
      }
      // List equality of Doubles is equality of bits.
      assertEquals(at.x(), matrix(runs.x(p), d1, r), "X of replicate " + p);
      assertEquals(at.y(), matrix(runs.y(p), d2, r), "Y of replicate " + p);
      assertTrue(Double.isFinite(at.x().normSquared()));
    }
  }

  private static Draw<Double> draw(DrawSource source, int d1, int d2, int r, long p, long t) {
    double[] zx = new double[d1 * r];
    double[] zy = new double[d2 * r];
    double[] cells = new double[d1 * d2];
    source.factors(zx, zy, p, t);
    source.cells(cells, p, t);
    return new Draw<>() {
      @Override
      public Factors<Double> factors() {
        return Factors.fromRows(A, zx, zy, r);
      }

      @Override
      public Matrix<Double> cells() {
        return Matrix.fromRows(A, cells, d2);
      }
    };
  }

  private static Matrix<Double> matrix(double[] flat, int rows, int columns) {
    return Matrix.of(A, rows, columns, (i, k) -> flat[i * columns + k]);
  }

  /** Cross-check: Perturbed GD here and in the ensembles of {@code kernel}, the same bits. */
  @Test
  @SuppressWarnings("shape") // arrays
  void run_perturbedDescent_givesTheBitsOfTheEnsemble() {
    int d1 = 6;
    int d2 = 4;
    int r = 2;
    Matrix<Double> m = target(d1, d2);
    double[] sx = new double[d1 * r];
    double[] sy = new double[d2 * r];
    java.util.Arrays.fill(sx, 0.07);
    java.util.Arrays.fill(sy, 0.05);
    LongFunction<Factors<Double>> starts = Start.normal(0.4).factors(d1, d2, r, SEED);
    EndStates runs = new EndStates(50);
    RunPlan.of(
            UpdateRule.perturbed(m, STEPS),
            r,
            FactorDraws.normal(SEED, sx, sy),
            starts,
            REPLICATES,
            List.of(50L))
        .run(runs);
    BoxMullerStream stream = new BoxMullerStream(SEED);
    EndStates ends = new EndStates(50);
    new Ensemble(
            new PerturbedUpdate<>(m, STEPS, UpdateForm.RESIDUAL),
            r,
            new NoiseSource(stream, FactorId.NOISE_X, 0.07),
            new NoiseSource(stream, FactorId.NOISE_Y, 0.05))
        .run(starts, 0, REPLICATES, 0, 50, ends, EnsembleControl.threads(1));
    for (int p = 0; p < REPLICATES; p++) {
      assertEquals(matrix(ends.x(p), d1, r), matrix(runs.x(p), d1, r));
      assertEquals(matrix(ends.y(p), d2, r), matrix(runs.y(p), d2, r));
    }
  }

  /** A constant schedule changes no bit, and one that decays multiplies as it says. */
  @Test
  void schedule_powers_areThoseOfItsFormula() {
    Schedule schedule = new Schedule(1, 0.5, 100);
    assertEquals(0.25, schedule.step(300));
    assertEquals(0.5, schedule.noise(300));
    assertEquals(1.0, Schedule.CONSTANT.step(12345));
    assertEquals(1.0, Schedule.CONSTANT.noise(12345));
  }
}
