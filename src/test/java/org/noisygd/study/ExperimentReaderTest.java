// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.Target;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.precision.DriftResult;
import org.noisygd.study.precision.DriftStudy;
import org.noisygd.theory.landscape.SingularValues;

/** Known answers: what is chosen where it is left out, and which conditions a setting breaks. */
class ExperimentReaderTest {
  private static final Binary64 A = Binary64.INSTANCE;

  /** Singular values 4 and 3. */
  private static final Matrix<Double> M = Matrix.of(A, new double[][] {{3, 0, 0}, {0, 4, 0}});

  /** c = 0.075 times 3. */
  private static final double C = 0.225;

  /** A few roundings. */
  private static final double ROUNDING = 0x1p-44;

  private static Experiment chosen(Matrix<Double> m, Map<String, String> given) {
    return chosen(Target.of(m), given, false, Optional.empty());
  }

  private static Experiment chosen(
      Target<Double> m, Map<String, String> given, boolean likeTraining, Optional<Start> start) {
    return new ExperimentReader(given, "--", likeTraining)
        .chosen("m", m, new GivenSettings(given, Map.of(), "--"), start);
  }

  private static Matrix<Double> diagonal(double... values) {
    return Matrix.diagonal(A, Arrays.stream(values).boxed().toList());
  }

  @Test
  void noise_leftOut_hasFigure2sShareOfTheLeastSingularValue() {
    Experiment setting = chosen(M, Map.of());
    assertEquals(2, setting.r());
    assertEquals(C, Math.sqrt(6) * setting.sigmaX() * setting.sigmaY(), ROUNDING);
    assertEquals(2 * Math.pow(setting.sigmaX(), 2), 3 * Math.pow(setting.sigmaY(), 2), ROUNDING);
    assertEquals(1, setting.gamma(), ROUNDING);
    assertEquals("by default: r, sigmaX, sigmaY, X, Y, etaX, etaY, steps", setting.title());
    assertEquals(5, setting.origin().defaults().size());
  }

  @Test
  void noise_ofAGivenGamma_balancesIt() {
    Experiment setting = chosen(M, Map.of("gamma", "2"));
    assertEquals(C, Math.sqrt(6) * setting.sigmaX() * setting.sigmaY(), ROUNDING);
    assertEquals(2, Experiment.balancedGamma(2, 3, setting.sigmaX(), setting.sigmaY()), ROUNDING);
  }

  /**
   * X Y^T = M - 0.8 c A B^T, where x^2 = 2 p and y^2 = p / 2: c 2 / (2 + 1/2) is what noise takes
   * there.
   */
  @Test
  void start_leftOut_isInTheValley() {
    Experiment setting = chosen(M, Map.of());
    Start start = setting.start();
    double[] x = start.x().stream().mapToDouble(d -> d).toArray();
    double[] y = start.y().stream().mapToDouble(d -> d).toArray();
    double[][] product = {{3 - 0.8 * C, 0, 0}, {0, 4 - 0.8 * C, 0}};
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        double entry = x[2 * i] * y[2 * j] + x[2 * i + 1] * y[2 * j + 1];
        assertEquals(product[i][j], entry, ROUNDING);
      }
    }
    double sum = 7 - 1.6 * C;
    assertEquals(2 * sum, Arrays.stream(x).map(d -> d * d).sum(), ROUNDING);
    assertEquals(sum / 2, Arrays.stream(y).map(d -> d * d).sum(), ROUNDING);
  }

  /** q = 0.25 at the start, whose curvature is more than that of the optimum; to three digits. */
  @Test
  void eta_leftOut_takesAQuarterOfADeviation() {
    Experiment setting = chosen(M, Map.of());
    double p = 4 - 0.8 * C;
    double x = Math.sqrt(2 * p) + setting.sigmaX() * 2 * Math.sqrt(2);
    double y = Math.sqrt(p / 2) + setting.sigmaY() * (Math.sqrt(3) + Math.sqrt(2));
    double q = setting.etaX() * (x * x + y * y + 0.8 * C);
    assertEquals(0.25, q, 0.25 * 0.005);
    assertEquals(setting.etaX(), setting.etaY());
  }

  /** With equal steps and gamma = 1 the imbalance falls by 2 eta c an update. */
  @Test
  void steps_leftOut_seeTheImbalanceFallToATenth() {
    Experiment setting = chosen(M, Map.of());
    double eta = setting.etaX();
    double needed = 2 / (eta * (3 - C)) + Math.log(10) / (2 * eta * C);
    assertTrue(setting.steps() >= needed && setting.steps() <= 1.1 * needed + 1);
  }

  @Test
  void scaledM_hasTheSameRuns() {
    Experiment one = chosen(M, Map.of());
    Experiment four = chosen(M.scale(4.0), Map.of());
    assertEquals(2 * one.sigmaX(), four.sigmaX(), ROUNDING);
    assertEquals(one.etaX() / 4, four.etaX(), one.etaX() * 0.005); // three digits
    assertEquals(2 * one.start().x().get(0), four.start().x().get(0), ROUNDING);
  }

  @Test
  void everythingGiven_isKept() {
    Map<String, String> given = new HashMap<>(Map.of("rank", "1", "eta", "0.5/0.25", "steps", "7"));
    given.putAll(Map.of("sigma", "0.1", "gamma", "3", "start", "1,2/3,4,5"));
    Experiment setting = chosen(M, given);
    assertEquals(
        new Experiment(
            "m",
            "m",
            M,
            1,
            0.5,
            0.25,
            0.1,
            0.1,
            3,
            Start.at(List.of(1.0, 2.0), List.of(3.0, 4.0, 5.0)),
            7),
        setting);
  }

  @Test
  void rank_isNumerical_orAtTheLargestGapOfANoisyMatrix() {
    assertEquals(2, rank(diagonal(5, 1e-15, 3)));
    assertEquals(2, rank(diagonal(5, 1e-13, 3))); // full rank, but a gap of 3e13
    assertEquals(3, rank(diagonal(5, 4, 3)));
    assertEquals(1, rank(Matrix.of(A, new double[][] {{0, 0}, {0, 0}})));
    Random random = new Random(20261129);
    Matrix<Double> noisy =
        Matrix.of(
            A, 40, 30, (i, j) -> (i == j && i < 4 ? 9 - i : 0) + 0.01 * random.nextGaussian());
    assertEquals(4, rank(noisy));
    // a column of zeros, and one that is there twice, take away from the full rank of the noise
    int[] from = {30, 0, 1, 2, 3, 3, 4, 5, 6, 7};
    Matrix<Double> gaps = Matrix.of(A, 40, 10, (i, j) -> from[j] == 30 ? 0 : noisy.get(i, from[j]));
    assertEquals(4, rank(gaps));
    assertEquals(2, rank(Matrix.of(A, new double[][] {{5, 0, 0}, {0, 3, 0}, {0, 0, 0}})));
  }

  private static int rank(Matrix<Double> m) {
    return RankChoice.of(SingularValues.of(m)).r();
  }

  /** The updates are 10^-3 of the weights, root mean square, at the optimum, to first order. */
  @Test
  void likeTraining_hasSmallUpdates() {
    Experiment setting = chosen(Target.of(M), Map.of(), true, Optional.empty());
    // x^2 = y^2 = 4 - c and 3 - c, and d1 sigmaX^2 = d2 sigmaY^2 = c.
    double sum = 7 - 2 * C;
    double squares = Math.pow(4 - C, 2) + Math.pow(3 - C, 2);
    double noise = 2 * C * squares + (C / 2 + C / 3) * sum * sum;
    assertEquals(1e-3, setting.etaX() * Math.sqrt(noise / (2 * sum)), 1e-3 * 0.005);
  }

  private static List<String> warnings(Experiment setting) {
    return BrokenConditions.warned(setting, "--").origin().warnings();
  }

  private static void assertWarns(String words, Map<String, String> given) {
    List<String> lines = warnings(chosen(M, given));
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(lines.get(0).contains(words), lines.toString());
  }

  @Test
  void warnings_ofWhatIsChosen_areNone() {
    assertEquals(List.of(), warnings(chosen(M, Map.of())));
    for (String paper : PaperExperiments.STUDIED) {
      assertEquals(List.of(), warnings(PaperExperiments.studied(paper)));
    }
  }

  @Test
  void warnings_ofBrokenConditions_sayWhatWouldDo() {
    assertWarns("a loss of 4.5 stays", Map.of("rank", "1")); // 3^2 / 2
    assertWarns("--rank 2 would suffice", Map.of("rank", "1"));
    assertWarns("1 of 3 columns have nothing to fit", Map.of("rank", "3"));
    assertWarns("so that X and Y go to 0; --sigma 0.303/0.303 would suffice", Map.of("sigma", "2"));
    // 0.303^2 sqrt(6) = 0.225; sqrt(6) 1.2^2 = 3.53
    assertWarns("so that the optimum keeps 1 of 2 directions", Map.of("sigma", "1.2"));
    assertWarns("below sigma_2 = 3, without noise", Map.of("sigma", "0"));
    assertWarns("from 2 on runs may diverge", Map.of("eta", "0.2", "steps", "1000"));
    assertWarns("would let it fall to a tenth", Map.of("steps", "10"));
    // Balance at 1e10, far from the noise's, takes more updates than a long counts.
    assertWarns("no possible number of steps would", Map.of("gamma", "1e10", "steps", "10"));
  }

  /** 3 and 2, and a rest of 0.02 below which no run of rank 2 gets. */
  @Test
  void runs_ofWhatIsChosen_reachATenthOfTheImbalance() {
    Experiment setting = chosen(diagonal(3, 0.02, 2, 0.02, 0.02, 0.02), Map.of());
    assertEquals(2, setting.r());
    DriftResult result =
        new DriftStudy(
                new RunSet(setting, 4, setting.steps(), 1),
                ArithmeticName.parse("binary64"),
                List.of(ArithmeticName.parse("binary32")),
                VerdictRule.ONE_ANALYSIS)
            .run(2, line -> {});
    assertTrue(result.phases().hasThree());
    assertEquals(0, result.phases().endOfOne());
    assertTrue(result.results().get(0).drift().to() < setting.steps());
    assertEquals(1, result.results().get(0).drift().value(), 0.01);
    assertFalse(result.referenceDivergedFrom().isPresent());
  }

  /**
   * By its factors alone: the same choices, but for what rounding M moves its singular values by.
   */
  @Test
  void of_theFactorsOfM_choosesAlike() {
    Random random = new Random(7);
    Factors<Double> factors =
        new Factors<>(
            Matrix.of(A, 30, 3, (i, k) -> 0.3 * random.nextGaussian()),
            Matrix.of(A, 40, 3, (j, k) -> random.nextGaussian()));
    Optional<Start> start = Optional.of(Start.at(factors.x().entries(), factors.y().entries()));
    Map<String, String> rank = Map.of("rank", "3");
    List<Experiment> settings =
        Stream.of(Target.ofFactors(factors), new Target.Product<>(factors))
            .map(m -> chosen(m, rank, true, start))
            .toList();
    Experiment whole = settings.get(0);
    Experiment product = settings.get(1);
    assertEquals(3, product.r());
    assertEquals(whole.sigmaX(), product.sigmaX(), 40 * ROUNDING * whole.sigmaX());
    assertEquals(whole.sigmaY(), product.sigmaY(), 40 * ROUNDING * whole.sigmaY());
    assertEquals(whole.etaX(), product.etaX());
    assertEquals(whole.steps(), product.steps());
    assertEquals(whole.origin(), product.origin());
    assertEquals(warnings(whole.withStepSizes(9, 9)), warnings(product.withStepSizes(9, 9)));
  }
}
