// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.noisygd.descent.experiment.PaperExperiment;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.statistics.Student;
import org.noisygd.report.How;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.Repeats;
import org.noisygd.study.RunStatistics;
import org.noisygd.study.StudyOptions;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.theory.settling.StationaryLaw;
import org.noisygd.theory.settling.StationaryLaw.Moments;

/**
 * Where Perturbed GD settles: the stationary law of the ratio ||X||/||Y|| and of the loss, as
 * {@link StationaryLaw} predicts it and as it is measured.
 *
 * <p>Every repeat starts at the smoothed optimum itself, runs for six e-foldings of its slowest
 * mode, and is then looked at every {@link #LOOK} updates. A mean is over looks and repeats; its
 * standard error comes from the repeats alone, which are independent.
 *
 * @param figure the panel whose experiment it is
 * @param setting the experiment
 * @param course what was seen
 * @param ratio the ratio, predicted and measured
 * @param loss the loss F, predicted and measured
 */
public record Settling(
    String figure,
    PaperExperiment setting,
    RunStatistics course,
    Comparison ratio,
    Comparison loss) {
  /** Updates between looks. */
  public static final long LOOK = 100;

  /** The panels whose experiments differ in their stationary law: start and figure do not. */
  public static final List<String> FIGURES = List.of("2a", "2c", "2g", "3a", "3c");

  private static final long WARM_UP = 4000;
  private static final long FIRST = 200_000_000;

  /**
   * A number predicted and measured, with its spread.
   *
   * @param predicted the predicted law
   * @param mean the measured mean
   * @param meanError its standard error
   * @param variance the measured variance
   * @param varianceError its standard error
   * @param values how many independent values the standard errors come from
   * @param secondOrder the share that the prediction leaves out: the step size times the largest
   *     eigenvalue of the Hessian, of the variance and of the mean's distance from the optimum
   */
  public record Comparison(
      Moments<Double> predicted,
      double mean,
      double meanError,
      double variance,
      double varianceError,
      int values,
      double secondOrder) {

    /** How far the mean may be: by {@link Student}'s law, and the second order. */
    public double meanAllowed() {
      return Student.errors(values) * meanError
          + secondOrder * Math.abs(predicted.mean() - predicted.atOptimum());
    }

    /**
     * How far the logarithm of the variance may be from that of the prediction. A variance is a sum
     * of squares, whose law is lopsided: when it comes out low, so does its standard error. Of its
     * logarithm Student's law is right within a factor of two (measured on chi-squared values); of
     * the variance itself it would be crossed ten times too often.
     */
    public double logVarianceAllowed() {
      return Student.errors(values) * varianceError / variance + StrictMath.log1p(secondOrder);
    }

    /** Whether both are as near as they must be. */
    public boolean holds() {
      return Math.abs(mean - predicted.mean()) <= meanAllowed()
          && Math.abs(StrictMath.log(variance / predicted.variance())) <= logVarianceAllowed();
    }
  }

  /** Runs the experiments of some panels. */
  public static List<Settling> run(StudyOptions options) {
    return options.map(
        FIGURES, figure -> "Stationary law of " + figure, figure -> run(figure, options));
  }

  private static Settling run(String figure, StudyOptions options) {
    PaperExperiment setting = PaperExperiment.named("fig" + figure);
    boolean one = setting.r() == 1;
    long steps = options.steps(one ? 20_000 : 10_000, one ? 6000 : 4500);
    int count = options.replicates(one ? 64 : 16, one ? 32 : 16);
    Factors<Double> optimum = Theorem2.of(setting).optimum();
    List<Long> looks = new ArrayList<>();
    for (long t = Math.min(WARM_UP, steps); t <= steps; t += LOOK) {
      looks.add(t);
    }
    RunStatistics course =
        new Repeats(
                setting,
                options.seed(),
                FIRST + 1_000_000L * FIGURES.indexOf(figure),
                count,
                replicate -> optimum)
            .course(looks);
    StationaryLaw<Double> law =
        StationaryLaw.of(Theorem2.of(setting), setting.etaX(), setting.etaY());
    double share = secondOrder(setting);
    return new Settling(
        figure,
        setting,
        course,
        compare(law.ratio(), course, true, share),
        compare(law.loss(), course, false, share));
  }

  /**
   * The larger step size times a bound on the largest eigenvalue of the Hessian, gamma + 1/gamma.
   */
  static double secondOrder(PaperExperiment setting) {
    double gamma = setting.gamma();
    return Math.max(setting.etaX(), setting.etaY()) * (gamma + 1 / gamma);
  }

  private static double value(RunStatistics course, boolean ofRatio, int look, int replicate) {
    return ofRatio ? course.ratio(look, replicate) : course.loss(look, replicate);
  }

  private static Comparison compare(
      Moments<Double> predicted, RunStatistics course, boolean ofRatio, double share) {
    int n = course.replicates();
    double[] means = new double[n];
    for (int k = 0; k < n; k++) {
      for (int look = 0; look < course.size(); look++) {
        means[k] += value(course, ofRatio, look, k) / course.size();
      }
    }
    double mean = mean(means);
    double[] squares = new double[n];
    for (int k = 0; k < n; k++) {
      for (int look = 0; look < course.size(); look++) {
        double off = value(course, ofRatio, look, k) - mean;
        squares[k] += off * off / course.size();
      }
    }
    return new Comparison(predicted, mean, error(means), mean(squares), error(squares), n, share);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The standard error of the mean of independent values. */
  private static double error(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (values.length - 1) / values.length);
  }

  /** Every ratio, or every loss, that was looked at. */
  public double[] values(boolean ofRatio) {
    double[] values = new double[course.size() * course.replicates()];
    for (int look = 0; look < course.size(); look++) {
      for (int k = 0; k < course.replicates(); k++) {
        values[look * course.replicates() + k] = value(course, ofRatio, look, k);
      }
    }
    return values;
  }

  /** Prediction beside measurement, for ratio and loss. */
  public List<Finding> findings() {
    return List.of(finding("the ratio", ratio), finding("the loss", loss));
  }

  private Finding finding(String what, Comparison of) {
    return new Finding(
        figure,
        String.format(
            Locale.ROOT,
            "%s settles at mean %.5g, standard deviation %.3g (closed form)",
            what,
            of.predicted().mean(),
            of.predicted().standardDeviation()),
        String.format(
            Locale.ROOT,
            "mean %.5g +- %.1g, standard deviation %.3g +- %.1g",
            of.mean(),
            of.meanError(),
            Math.sqrt(of.variance()),
            of.varianceError() / (2 * Math.sqrt(of.variance()))),
        How.CROSS_CHECKED,
        Agreement.of(of.holds()));
  }
}
