// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Text;
import org.noisygd.report.Evidence;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.statistics.Student;
import org.noisygd.study.twin.Runs;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.theory.settling.PhaseThree;

/**
 * How fast noise balances: the rate of Phase III, as {@link PhaseThree} predicts it and as it is
 * measured.
 *
 * <p>Repeats come in pairs, whose starts lie in the valley on both sides of the smoothed optimum
 * (U, V): (a U, V/a) and (U/a, a V), a = 0.95, where D = ||X||^2 - gamma^2 ||Y||^2 is about a fifth
 * of ||X||^2 below and above. Let B(t) be the mean over pairs of the difference of their D: it
 * decays to 0 whatever the stationary mean of D is, and what is quadratic in D cancels. The
 * measured rate is
 *
 * <pre>
 *   log(B(t0) / B(t1)) / (t1 - t0),   t1 - t0 about 1.2 / rate,
 * </pre>
 *
 * <p>about the best that two looks can do. t0 is {@link #SETTLED} updates after the start, when the
 * distance from the valley is gone. The standard error is the jackknife's, over pairs.
 *
 * @param figure the panel whose experiment it is
 * @param setting the experiment
 * @param course what was seen
 * @param predicted the predicted rate
 */
public record Balancing(String figure, Experiment setting, RunStatistics course, double predicted) {
  /** t0: by then e^-4 is left of what decays at the rate across the valley, about 2 eta. */
  public static final long SETTLED = 300;

  /** The panels whose experiments differ in their rate. */
  public static final List<String> FIGURES = List.of("2a", "2c", "2g", "3a", "3c");

  private static final double START = 0.95;
  private static final long FIRST = 300_000_000;
  private static final double SPAN = 1.2;
  private static final int LOOKS = 60;

  /** Runs the experiments. */
  public static List<Balancing> run(StudyOptions options) {
    return options.map(
        FIGURES, figure -> "Balancing rate of " + figure, figure -> run(figure, options));
  }

  private static Balancing run(String figure, StudyOptions options) {
    Experiment setting = PaperExperiments.named("fig" + figure);
    boolean one = setting.r() == 1;
    double predicted =
        PhaseThree.of(Theorem2.of(setting), 0, setting.etaX(), setting.etaY()).rate();
    long span = options.steps(Math.round(SPAN / predicted), Math.round(SPAN / predicted));
    int pairs = options.replicates(one ? 256 : 24, one ? 32 : 8);
    Factors<Double> optimum = Theorem2.of(setting).optimum();
    Factors<Double> below = new Factors<>(optimum.x().scale(START), optimum.y().scale(1 / START));
    Factors<Double> above = new Factors<>(optimum.x().scale(1 / START), optimum.y().scale(START));
    List<Long> looks = new ArrayList<>();
    looks.add(0L);
    for (int k = 0; k <= LOOKS; k++) {
      long look = SETTLED + span * k / LOOKS;
      if (look > looks.get(looks.size() - 1)) {
        looks.add(look);
      }
    }
    RunStatistics course =
        RunStatistics.of(
            new Runs(setting, 2 * pairs, looks.get(looks.size() - 1), options.seed()),
            FIRST + 1_000_000L * FIGURES.indexOf(figure),
            replicate -> replicate % 2 == 0 ? below : above,
            looks,
            0);
    return new Balancing(figure, setting, course, predicted);
  }

  /** The measured rate. */
  double measured() {
    return rate(-1);
  }

  /** The rate over all pairs but one. */
  private double rate(int without) {
    int last = course.size() - 1;
    return StrictMath.log(difference(1, without) / difference(last, without))
        / (course.step(last) - course.step(1));
  }

  /** B at a look, over all pairs but one. */
  private double difference(int look, int without) {
    double gamma = setting.gamma();
    double sum = 0;
    for (int k = 0; k < course.replicates(); k++) {
      double imbalance = course.at(look, k).normX() - gamma * gamma * course.at(look, k).normY();
      if (k / 2 != without) {
        sum += k % 2 == 0 ? -imbalance : imbalance;
      }
    }
    return sum / (without < 0 ? pairs() : pairs() - 1);
  }

  /** The standard error of the measured rate. */
  double error() {
    double[] without = IntStream.range(0, pairs()).mapToDouble(this::rate).toArray();
    double mean = 0;
    for (double value : without) {
      mean += value / without.length;
    }
    double sum = 0;
    for (double value : without) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum * (without.length - 1) / without.length);
  }

  /** B at a look. */
  public double difference(int look) {
    return difference(look, -1);
  }

  int pairs() {
    return course.replicates() / 2;
  }

  /** B at a step that the prediction gives, from the measured one at t0 on. */
  public double predictedDifference(long step) {
    return difference(1) * StrictMath.exp(-predicted * (step - course.step(1)));
  }

  /** How far off the measured rate may be: chance ({@link Student}), and second order in eta. */
  public double allowed() {
    return Student.errors(pairs()) * error() + Settling.secondOrder(setting) * predicted;
  }

  /** Prediction beside measurement. */
  public Finding finding() {
    return new Finding(
        figure,
        Text.format("imbalance decays by %.4g of itself an update", predicted),
        Text.format(
            "by %.4g +- %.1g, over %d pairs: %.1f%% off, where chance and the second order allow"
                + " %.1f%%",
            measured(),
            error(),
            pairs(),
            100 * (measured() / predicted - 1),
            100 * allowed() / predicted),
        Evidence.CROSS_CHECKED,
        Agreement.of(Math.abs(measured() - predicted) <= allowed()));
  }
}
