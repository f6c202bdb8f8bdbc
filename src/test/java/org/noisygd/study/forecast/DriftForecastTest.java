// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.descent.objective.Target;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.measure.VerdictRule.DriftClass;
import org.noisygd.study.precision.DriftResult;
import org.noisygd.study.precision.DriftStudy;
import org.noisygd.theory.landscape.SingularVectors;
import org.noisygd.theory.landscape.TargetSvd;
import org.noisygd.theory.landscape.Theorem2;

class DriftForecastTest {
  private static final long SEED = 3;

  /** A problem of rank 2 with unequal steps, from an unbalanced start. */
  private static final Experiment SETTING =
      new Experiment(
          "test",
          "test",
          Matrix.of(
              Binary64.INSTANCE,
              5,
              4,
              (i, j) -> Math.cos(1 + i + 2.0 * j) + (i == j ? 1.5 : 0) + 0.1 * i * j),
          2,
          0.01,
          0.015,
          0.12,
          0.15,
          1,
          Start.at(
              List.of(2.0, -1.0, 1.5, 2.5, -2.0, 1.0, 0.5, 2.0, 1.0, -1.5),
              List.of(0.3, 0.1, -0.2, 0.4, 0.2, -0.3, 0.1, 0.2)),
          3000);

  private static List<DriftForecast> of(Experiment setting, String... names) {
    return DriftForecast.of(
        setting,
        Stream.of(names).map(ArithmeticName::parse).toList(),
        SEED,
        VerdictRule.ONE_ANALYSIS,
        () -> false,
        progress -> {});
  }

  /** SETTING with another M and rank, and a start of that rank. */
  private static Experiment with(Target<Double> m, int r) {
    return new Experiment(
        SETTING.origin(),
        m,
        r,
        SETTING.etaX(),
        SETTING.etaY(),
        SETTING.sigmaX(),
        SETTING.sigmaY(),
        SETTING.gamma(),
        Start.at(SETTING.start().x().subList(0, 5 * r), SETTING.start().y().subList(0, 4 * r)),
        SETTING.steps());
  }

  private static Experiment with(Matrix<Double> m) {
    return with(Target.of(m), SETTING.r());
  }

  private static Theorem2<Double> theorem() {
    SingularVectors m = TargetSvd.of(SETTING.m()).largest(SETTING.r());
    double variance = SETTING.sigmaY() * SETTING.sigmaY();
    return new Theorem2<>(
        m.left(), m.values(), m.right(), SETTING.noiseGamma(), SETTING.d2() * variance);
  }

  /** In the valley the smoothed descent leaves what it can of A^T X Y^T B as it is. */
  @Test
  void valley_holdsStillAcross() {
    Theorem2<Double> theorem = theorem();
    double v1 = SETTING.sigmaX() * SETTING.sigmaX();
    double v2 = SETTING.sigmaY() * SETTING.sigmaY();
    SmoothedFactorization<Double> objective =
        new SmoothedFactorization<>(
            SETTING.target(), NoiseMoments.isotropic(Binary64.INSTANCE, 5, 4, 2, v1, v2));
    for (double rho : new double[] {0.5, 1, 3}) {
      Factors<Double> at = Valley.of(SETTING, SEED).orElseThrow().at(rho);
      Factors<Double> g = objective.gradient(at);
      Matrix<Double> change =
          g.x()
              .scale(SETTING.etaX())
              .times(at.y().transpose())
              .plus(at.x().scale(SETTING.etaY()).times(g.y().transpose()));
      double across = theorem.a().transpose().times(change).times(theorem.b()).norm();
      double whole = at.x().norm() * g.y().norm() * SETTING.etaY();
      // Rounding alone: some hundred operations on numbers of that size.
      assertEquals(0, across / whole, 1e-12);
    }
  }

  @Test
  void valley_whereTheNoiseBalances_isTheOptimum() {
    Theorem2<Double> theorem = theorem();
    Factors<Double> at = Valley.of(SETTING, SEED).orElseThrow().at(Math.sqrt(SETTING.noiseGamma()));
    double size = theorem.optimum().x().normSquared();
    assertEquals(0, theorem.excess(at) / size, 1e-12);
    assertEquals(size, at.x().normSquared(), 1e-12 * size);
  }

  @Test
  void of_aFineGrid_isPreserved() {
    for (DriftForecast one : of(SETTING, "binary:45", "binary:40/stochastic", "bfloat16/master")) {
      // A grid of 2^-40 adds its square to that of an update, of about 1e-5.
      assertEquals(1, one.value(), 1e-6, one.arithmetic().name());
      assertEquals(DriftClass.PRESERVED, one.verdict());
    }
  }

  /** A row of zeros keeps weights of 0, which have no spacing where exponents have no limit. */
  @Test
  void of_aRowOfZeros_isPreservedToo() {
    Matrix<Double> m = SETTING.m().matrix();
    Experiment zeros =
        with(Matrix.of(Binary64.INSTANCE, 5, 4, (i, j) -> i == 0 ? 0.0 : m.get(i, j)));
    for (DriftForecast one : of(zeros, "binary:45", "bfloat16/master")) {
      assertEquals(1, one.value(), 1e-6, one.arithmetic().name());
    }
    assertEquals(3, of(zeros, "binary:24", "binary:45/zero", "binary:24/stochastic").size());
  }

  /** Singular vectors within 2^-24 are enough: M in binary32 has a forecast of the same digits. */
  @Test
  void of_mInBinary32_isTheSame() {
    Matrix<Double> rounded = SETTING.target().map(entry -> (double) entry.floatValue());
    String[] names = {"binary:13", "bfloat16/stochastic", "binary:12/zero", "bfloat16", "e4m3"};
    List<DriftForecast> exact = of(SETTING, names);
    for (int k = 0; k < names.length; k++) {
      DriftForecast single = of(with(rounded), names).get(k);
      assertEquals(exact.get(k).value(), single.value(), 5e-4, names[k]);
      assertEquals(exact.get(k).verdict(), single.verdict(), names[k]);
    }
  }

  @Test
  void of_whatHasNoFormula_isLeftOut() {
    assertTrue(of(SETTING, "mxfp4/floor", "bfloat16/every", "binary64").isEmpty());
    assertTrue(of(SETTING.withStart(Start.normal(0.01)), "bfloat16").isEmpty());
    assertTrue(of(SETTING.withNoise(2, 2), "bfloat16").isEmpty());
    assertTrue(of(SETTING.withNoise(0, 0.1), "bfloat16").isEmpty());
    assertTrue(of(PaperExperiments.studied("rank10").withRank(11), "bfloat16").isEmpty());
  }

  /** The runs know nothing of the formula. */
  @Test
  void of_agreesWithRuns() {
    List<String> names =
        List.of("bfloat16/stochastic", "binary:12/zero", "binary:14/zero", "binary:13", "e4m3");
    DriftResult runs =
        new DriftStudy(
                new RunSet(SETTING, 16, SETTING.steps(), SEED),
                ArithmeticName.parse("binary64"),
                names.stream().map(ArithmeticName::parse).toList(),
                VerdictRule.ONE_ANALYSIS)
            .run(2, words -> {});
    for (int k = 0; k < names.size(); k++) {
      DriftForecast forecast = runs.forecasts().get(k);
      DriftResult.OfArithmetic run = runs.results().get(k);
      assertTrue(
          forecast.low() <= run.drift().high() && forecast.high() >= run.drift().low(),
          forecast + " beside " + run.drift());
    }
  }

  /**
   * Of rank one the same numbers up to rounding, of some hundred operations in the moments of an
   * update, which rounding may enlarge a thousandfold.
   */
  @Test
  void of_theFactorsOfRankOne_areThoseOfTheEntries() {
    List<String> names = List.of("binary:13", "bfloat16/stochastic", "binary:12/zero", "bfloat16");
    Factors<Double> factors =
        new Factors<>(
            Matrix.of(Binary64.INSTANCE, 5, 1, (i, k) -> Math.sin(1.0 + i)),
            Matrix.of(Binary64.INSTANCE, 4, 1, (j, k) -> Math.cos(2.0 * j)));
    List<List<DriftForecast>> both =
        Stream.of(Target.ofFactors(factors), new Target.Product<>(factors))
            .map(m -> of(with(m, 1), names.toArray(String[]::new)))
            .toList();
    assertEquals(names.size(), both.get(0).size());
    for (int k = 0; k < names.size(); k++) {
      DriftForecast whole = both.get(0).get(k);
      DriftForecast product = both.get(1).get(k);
      assertEquals(whole.value(), product.value(), 1e-10, names.get(k));
      assertEquals(whole.low(), product.low(), 1e-10, names.get(k));
      assertEquals(whole.high(), product.high(), 1e-10, names.get(k));
      assertEquals(whole.verdict(), product.verdict(), names.get(k));
    }
  }
}
