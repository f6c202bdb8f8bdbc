// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Text;
import org.noisygd.report.Evidence;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.statistics.ReplicateMoments;
import org.noisygd.study.statistics.Student;
import org.noisygd.study.twin.Runs;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.theory.settling.StationaryLaw;
import org.noisygd.theory.settling.StationaryLaw.Moments;

/**
 * Where Perturbed GD settles: the stationary law of the ratio ||X||/||Y|| and of the loss, as
 * {@link StationaryLaw} predicts it and as it is measured.
 *
 * <p>Every repeat starts at the smoothed optimum itself, runs for six e-foldings of its slowest
 * mode, and is then looked at every {@link #LOOK} updates. All runs are in binary64, so that the
 * fast ensemble can make them.
 *
 * @param figure the panel whose experiment it is
 * @param setting the experiment
 * @param course what was seen
 * @param ratio the ratio, predicted and measured
 * @param loss the loss F, predicted and measured
 */
public record Settling(
    String figure, Experiment setting, RunStatistics course, Comparison ratio, Comparison loss) {
  /** Updates between looks. */
  public static final long LOOK = 100;

  /** The panels whose experiments differ in their stationary law: start and figure do not. */
  public static final List<String> FIGURES = List.of("2a", "2c", "2g", "3a", "3c");

  private static final long WARM_UP = 4000;
  private static final long FIRST = 200_000_000;

  /**
   * A number predicted and measured.
   *
   * @param predicted the predicted law
   * @param measured what was measured
   * @param secondOrder the share that the prediction leaves out: the step size times the largest
   *     eigenvalue of the Hessian, of the variance and of the mean's distance from the optimum
   */
  public record Comparison(
      Moments<Double> predicted, ReplicateMoments measured, double secondOrder) {

    /** How far off the mean may be: chance ({@link Student}), and second order in eta. */
    public double meanAllowed() {
      return Student.errors(measured.replicates()) * measured.meanError()
          + secondOrder * Math.abs(predicted.mean() - predicted.atOptimum());
    }

    /**
     * How far the logarithm of the variance may be from that of the prediction. A variance is a sum
     * of squares, whose law is lopsided: when it comes out low, so does its standard error. For its
     * logarithm Student's law is right within a factor of two (measured on chi-squared values); for
     * the variance itself the limit would be crossed ten times too often.
     */
    public double logVarianceAllowed() {
      return Student.errors(measured.replicates()) * measured.varianceError() / measured.variance()
          + StrictMath.log1p(secondOrder);
    }

    /** Whether mean and variance are as near the prediction as they must be. */
    public boolean holds() {
      return Math.abs(measured.mean() - predicted.mean()) <= meanAllowed()
          && Math.abs(StrictMath.log(measured.variance() / predicted.variance()))
              <= logVarianceAllowed();
    }
  }

  /** Runs the experiments of some panels. */
  public static List<Settling> run(StudyOptions options) {
    return options.map(
        FIGURES, figure -> "Stationary law of " + figure, figure -> run(figure, options));
  }

  private static Settling run(String figure, StudyOptions options) {
    Experiment setting = PaperExperiments.named("fig" + figure);
    boolean one = setting.r() == 1;
    long steps = options.steps(one ? 20_000 : 10_000, one ? 6000 : 4500);
    int count = options.replicates(one ? 64 : 16, one ? 32 : 16);
    Factors<Double> optimum = Theorem2.of(setting).optimum();
    List<Long> looks = new ArrayList<>();
    for (long t = Math.min(WARM_UP, steps); t <= steps; t += LOOK) {
      looks.add(t);
    }
    RunStatistics course =
        RunStatistics.of(
            new Runs(setting, count, steps, options.seed()),
            FIRST + 1_000_000L * FIGURES.indexOf(figure),
            replicate -> optimum,
            looks,
            0);
    StationaryLaw<Double> law =
        StationaryLaw.of(Theorem2.of(setting), setting.etaX(), setting.etaY());
    double share = secondOrder(setting);
    return new Settling(
        figure,
        setting,
        course,
        new Comparison(law.ratio(), ReplicateMoments.of(values(course, true), 0), share),
        new Comparison(law.loss(), ReplicateMoments.of(values(course, false), 0), share));
  }

  /**
   * The larger step size times a bound on the largest eigenvalue of the Hessian, gamma + 1/gamma.
   */
  static double secondOrder(Experiment setting) {
    double gamma = setting.gamma();
    return Math.max(setting.etaX(), setting.etaY()) * (gamma + 1 / gamma);
  }

  /** The ratios or the losses of each repeat at each look. */
  private static double[][] values(RunStatistics course, boolean ofRatio) {
    double[][] values = new double[course.replicates()][course.size()];
    for (int k = 0; k < values.length; k++) {
      for (int look = 0; look < course.size(); look++) {
        values[k][look] = ofRatio ? course.ratio(look, k) : course.at(look, k).loss();
      }
    }
    return values;
  }

  /** Every ratio, or every loss, that was looked at. */
  public double[] values(boolean ofRatio) {
    return Arrays.stream(values(course, ofRatio)).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Prediction beside measurement, for ratio and loss. */
  public List<Finding> findings() {
    return List.of(finding("the ratio", ratio), finding("the loss", loss));
  }

  private Finding finding(String what, Comparison of) {
    return new Finding(
        figure,
        Text.format(
            "%s settles at mean %.5g, standard deviation %.3g (closed form)",
            what, of.predicted().mean(), of.predicted().standardDeviation()),
        Text.format(
            "mean %.5g +- %.1g, standard deviation %.3g +- %.1g",
            of.measured().mean(),
            of.measured().meanError(),
            of.measured().deviation(),
            of.measured().deviationError()),
        Evidence.CROSS_CHECKED,
        Agreement.of(of.holds()));
  }
}
