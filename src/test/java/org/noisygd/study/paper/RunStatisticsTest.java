// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.update.Noise;
import org.noisygd.descent.update.NonFiniteIterateException;
import org.noisygd.descent.update.PerturbedRun;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.study.coupled.RunSet;

/** Cross-check: what is kept of repeats, beside the runs of {@code descent}, bit for bit. */
class RunStatisticsTest {
  private static final long SEED = 7;
  private static final long FIRST = 5;
  private static final double WEIGHT = 0.05;
  private static final List<Long> LOOKS = List.of(0L, 3L, 9L);

  private static RunStatistics seen(Experiment setting, int count, List<Long> looks) {
    RunSet runs = new RunSet(setting, count, looks.get(looks.size() - 1), SEED);
    return RunStatistics.of(runs, FIRST, setting.starts(SEED), looks, WEIGHT);
  }

  private static PerturbedRun<Double> reference(Experiment setting, long replicate) {
    return new PerturbedRun<>(
        new PerturbedUpdate<>(setting.target(), setting.stepSizes(), UpdateForm.RESIDUAL),
        Noise.gaussian(
            new GaussianStream(SEED),
            replicate,
            setting.sigmaX(),
            setting.sigmaY(),
            setting.starts(SEED).apply(replicate)));
  }

  /**
   * More repeats than fill a batch, and one alone; updates that batches make, and that they do not.
   */
  @ParameterizedTest
  @ValueSource(strings = {"fig2a", "fig3c", "fig4", "fig4gd"})
  void of_someLooks_keepsWhatRunsOfDescentHave(String name) {
    Experiment setting = PaperExperiments.named(name);
    RunStatistics seen = seen(setting, 19, LOOKS);
    RunStatistics first = seen(setting, 1, LOOKS);
    MatrixFactorization<Double> f = new MatrixFactorization<>(setting.target());
    for (int p = 0; p < 19; p++) {
      int replicate = p;
      double[] average = {0};
      reference(setting, FIRST + p)
          .run(
              setting.starts(SEED).apply(FIRST + p),
              0,
              9,
              (t, at) -> {
                double loss = f.loss(at);
                average[0] = t == 0 ? loss : average[0] + WEIGHT * (loss - average[0]);
                int look = LOOKS.indexOf(t);
                if (look >= 0) {
                  assertEquals(at.x().normSquared(), seen.at(look, replicate).normX());
                  assertEquals(at.y().normSquared(), seen.at(look, replicate).normY());
                  assertEquals(loss, seen.at(look, replicate).loss());
                  assertEquals(average[0], seen.at(look, replicate).averageLoss());
                }
              });
    }
    assertEquals(19, seen.finite(2));
    assertEquals(seen.at(2, 0).loss(), first.at(2, 0).loss());
  }

  @Test
  void of_someRepeatsDiverge_areNotFiniteAsDescentFinds() {
    Experiment setting =
        PaperExperiments.named("fig4").withStart(Start.normal(1)).withStepSizes(0.6, 0.6);
    RunStatistics seen = seen(setting, 60, List.of(100L));
    int finite = 0;
    for (int p = 0; p < 60; p++) {
      Factors<Double> start = setting.starts(SEED).apply(FIRST + p);
      boolean stopped = false;
      try {
        reference(setting, FIRST + p).run(start, 0, 100, (t, at) -> {});
      } catch (NonFiniteIterateException e) {
        stopped = true;
      }
      assertEquals(!stopped, Double.isFinite(seen.at(0, p).loss()), "replicate " + p);
      finite += stopped ? 0 : 1;
    }
    // The case says something only if there are replicates of both kinds.
    assertTrue(finite > 0 && finite < 60, "finite replicates: " + finite);
    assertEquals(finite, seen.finite(0));
  }

  @Test
  void of_interrupted_throwsAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    Experiment setting = PaperExperiments.named("fig4");
    assertThrows(CancellationException.class, () -> seen(setting, 100, List.of(1_000_000_000L)));
    assertTrue(Thread.interrupted());
    assertFalse(Thread.interrupted());
  }

  @Test
  void of_looksThatDoNotAscend_isRefused() {
    Experiment setting = PaperExperiments.named("fig4");
    assertThrows(IllegalArgumentException.class, () -> seen(setting, 1, List.of(3L, 3L)));
  }
}
