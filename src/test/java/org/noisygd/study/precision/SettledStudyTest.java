// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.experiment.Start;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.report.Terminal;
import org.noisygd.study.precision.SettledResult.Prediction;
import org.noisygd.study.precision.SettledResult.Quantity;
import org.noisygd.study.precision.SettledResult.Seen;

/** Settled runs: threads change nothing, binary64 is as predicted, coarse formats are not. */
class SettledStudyTest {
  /** 2 x 3 with strong noise, so that it settles within some hundred updates. */
  private static Experiment setting(Matrix<Double> m, int r) {
    return new Experiment(
        "test", "a test", m, r, 0.02, 0.01, 0.35, 0.3, 1, Start.normal(0.01), 1000);
  }

  private static final Matrix<Double> TURNED =
      Matrix.of(Binary64.INSTANCE, new double[][] {{0.6, 0.8, 0}, {-1.6, 1.2, 0}});

  /**
   * A study of so many updates, which are looked at after some hundred; all numbers of its runs are
   * multiplied by a power of two, which changes no digit of them in binary64.
   */
  static SettledStudy of(int power, long steps, String... arithmetics) {
    Experiment small = setting(TURNED, 2);
    double factor = Math.scalb(1, power);
    double ofM = factor * factor;
    return study(
        small
            .withTarget(Matrix.of(Binary64.INSTANCE, 2, 3, (i, j) -> ofM * TURNED.get(i, j)))
            .withStepSizes(small.etaX() / ofM, small.etaY() / ofM)
            .withNoise(factor * small.sigmaX(), factor * small.sigmaY()),
        5,
        steps,
        arithmetics);
  }

  private static SettledStudy study(Experiment setting, int replicates, long steps, String... of) {
    return new SettledStudy(
        setting, List.of(of).stream().map(ArithmeticName::parse).toList(), replicates, steps, 3);
  }

  @Test
  void run_oneThreadOrThree_givesTheSameNumbers() {
    SettledStudy study = study(setting(TURNED, 2), 5, 0, "binary64", "bfloat16/stochastic");
    assertEquals(study.run(1, done -> {}), study.run(3, done -> {}));
  }

  /** Cross-check: what is known after 1,024 updates is what a study of so many finds. */
  @Test
  void run_endedEarly_knowsWhatItSaw() {
    String[] arithmetics = {"binary64", "bfloat16/stochastic", "e5m2"};
    SettledResult early = early(of(0, 2000, arithmetics), 1);
    assertEquals(OptionalLong.of(1024), early.endedAt());
    assertEquals(of(0, 1024, arithmetics).run(2, done -> {}).results(), early.results());
    assertText("Ended early, after step 1,024. The slowest", early);
  }

  @Test
  void run_endedBeforeItsRunsSettle_saysThatNothingIsKnown() {
    SettledStudy study = study(PaperExperiments.studied("fig4"), 2, 0, "bfloat16", "binary64");
    SettledResult early = early(study, 0);
    assertEquals(OptionalLong.of(512), early.endedAt());
    assertText(
        "Ended early, after step 512. That is before the first look, so nothing can be said of any"
            + " arithmetic.",
        early);
    for (SettledResult.OfArithmetic one : early.results()) {
      assertTrue(Double.isNaN(one.of(Quantity.RATIO).median()));
      assertTrue(one.rounded().isEmpty());
    }
  }

  /** A study that ends where it could for the first time after some others; its begin is one. */
  private static SettledResult early(SettledStudy study, int others) {
    AtomicInteger asked = new AtomicInteger();
    return study.run(2, () -> asked.incrementAndGet() > others + 1, done -> {});
  }

  private static void assertText(String expected, SettledResult result) {
    String text = SettledReport.of(result).text(new Terminal(1000, false, false));
    assertTrue(text.contains(expected), text);
  }

  /** A mean of 64 independent replicates is beyond it with a chance of 1e-6 (Student, 63). */
  private static final double STANDARD_ERRORS = 5.5;

  /**
   * What is left out of the prediction, relative to the spread for means and spreads alike: no
   * eigenvalue of diag(eta) H is above 0.02 (2 + 2) + 0.01 (2 + 2) = 0.12, the trace of the largest
   * block, and its coefficient is granted 2 (<b>assumed</b>; {@code StationaryLawTest} has the
   * order).
   */
  private static final double FIRST_ORDER = 0.24;

  @Test
  void run_binary64_isAsPredicted() {
    SettledResult result = study(setting(TURNED, 2), 64, 6000, "binary64").run(2, done -> {});
    for (Quantity quantity : Quantity.values()) {
      Prediction predicted = result.predicted(quantity);
      Seen seen = result.results().get(0).of(quantity);
      double left = FIRST_ORDER * predicted.deviation();
      assertEquals(
          predicted.mean(), seen.mean(), STANDARD_ERRORS * seen.meanStdErr() + left, "" + quantity);
      assertEquals(
          predicted.deviation(),
          seen.deviation(),
          STANDARD_ERRORS * seen.deviationStdErr() + left,
          "" + quantity);
      assertTrue(seen.q1() < seen.median() && seen.median() < seen.q3());
    }
  }

  /**
   * Three bits have a spacing of 1/4 at the optimum, near 1.4, of 1 x 1 with M = 2. Noise of four
   * standard deviations in both factors makes an update of 0.02 (1.8 1.8 - 2) 1.8 = 0.045 at most,
   * far from half of that: no iterate moves.
   */
  @Test
  void run_frozenFormat_doesNotMove() {
    Experiment one =
        new Experiment(
            "test",
            "a test",
            Matrix.of(Binary64.INSTANCE, new double[][] {{2}}),
            1,
            0.02,
            0.02,
            0.1,
            0.1,
            1,
            Start.normal(0.01),
            9);
    SettledResult result = study(one, 4, 0, "binary:3", "binary64").run(2, done -> {});
    SettledResult.OfArithmetic frozen = result.results().get(0);
    assertEquals(new Seen(1, 0, 0, 0, 1, 1, 1), frozen.of(Quantity.RATIO));
    assertTrue(result.results().get(1).of(Quantity.RATIO).deviation() > 0);
  }

  @Test
  void of_problemsThatTheTheoremIsNotFor_areRefused() {
    assertMessage(
        "M must have the rank r = 2 or more",
        () ->
            study(
                setting(Matrix.of(Binary64.INSTANCE, new double[][] {{1, 2}, {2, 4}}), 2),
                4,
                0,
                "binary64"));
    assertMessage(
        "r must be at most min(d1, d2) = 2", () -> study(setting(TURNED, 3), 4, 0, "binary64"));
    assertMessage(
        "replicates must be at least 2", () -> study(setting(TURNED, 2), 1, 0, "binary64"));
    assertMessage("steps must be ", () -> study(setting(TURNED, 2), 4, 9, "binary64"));
    assertMessage(
        "sigmaX must be finite and > 0",
        () -> study(setting(TURNED, 2).withNoise(0, 0.1), 4, 0, "binary64"));
  }

  private static void assertMessage(String start, org.junit.jupiter.api.function.Executable run) {
    String message = assertThrows(IllegalArgumentException.class, run).getMessage();
    assertTrue(message.startsWith(start), message);
  }
}
