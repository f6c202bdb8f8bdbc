// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.number.Text;
import org.noisygd.report.Evidence;
import org.noisygd.report.chart.FiveNumbers;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.paper.Finding.Agreement;
import org.noisygd.study.statistics.MedianInterval;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.theory.settling.StationaryMoments;

/**
 * One panel of Figures 2 and 3: the box plot of ||X||/||Y|| over independent repeats of one
 * experiment.
 *
 * <p>The paper gives 100 repeats and no number of updates; {@link PaperExperiments} has ours.
 *
 * @param figure the panel, such as {@code 2a}
 * @param setting the experiment
 * @param states the recorded states of its repeats, every {@link #INTERVAL} updates
 * @param ratio the five numbers of the last ratios
 * @param loss the five numbers of the last losses
 * @param median an interval for the median of the distribution of the last ratio
 */
public record RatioBoxExperiment(
    String figure,
    Experiment setting,
    RunStatistics states,
    FiveNumbers ratio,
    FiveNumbers loss,
    MedianInterval median) {
  /** Updates between recorded states. */
  public static final long INTERVAL = 100;

  /** The paper's number of repeats. */
  private static final int REPEATS = 100;

  /** Our tolerance for "converges to" and "approximately": the paper gives no number. */
  private static final double CLOSE = 0.01;

  /** Updates of noise-free runs in rank 10 in the quick study. */
  private static final long QUICK_STEPS_RANK_10 = 2000;

  /** The distance between the experiments' first replicate numbers, so that no two share noise. */
  private static final long APART = 1_000_000;

  /** The panels of Figures 2 and 3. */
  public static final List<String> FIGURES =
      List.of("2a", "2b", "2c", "2d", "2e", "2f", "2g", "3a", "3b", "3c", "3d", "3e", "3f");

  /** Runs the experiments of some panels. */
  public static List<RatioBoxExperiment> run(List<String> figures, StudyOptions options) {
    return options.map(figures, figure -> "Figure " + figure, figure -> run(figure, options));
  }

  private static RatioBoxExperiment run(String figure, StudyOptions options) {
    Experiment setting = PaperExperiments.named("fig" + figure);
    boolean one = setting.r() == 1;
    int count = options.replicates(REPEATS, one ? 40 : 8);
    long steps =
        options.steps(
            setting.steps(), setting.isNoisy() || one ? setting.steps() : QUICK_STEPS_RANK_10);
    List<Long> recorded = new ArrayList<>();
    for (long t = 0; t < steps; t += INTERVAL) {
      recorded.add(t);
    }
    recorded.add(steps);
    RunStatistics states =
        RunStatistics.of(
            new RunSet(setting, count, steps, options.seed()),
            APART * FIGURES.indexOf(figure),
            setting.starts(options.seed()),
            recorded,
            0);
    double[] ratios = finite(states.ratios(states.size() - 1));
    double[] losses = finite(states.losses(states.size() - 1));
    return new RatioBoxExperiment(
        figure,
        setting,
        states,
        FiveNumbers.of(ratios),
        FiveNumbers.of(losses),
        MedianInterval.of(ratios));
  }

  /** The values of the repeats that stayed finite; a single NaN if none did. */
  private static double[] finite(double[] values) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    return finite.length == 0 ? new double[] {Double.NaN} : finite;
  }

  /** The number of updates. */
  public long steps() {
    return states.step(states.size() - 1);
  }

  /**
   * The ratio in the paper: gamma under noise, and for gradient descent from a small start
   * sqrt(etaX / etaY).
   */
  public double limit() {
    return setting.isNoisy() ? setting.gamma() : Math.sqrt(setting.etaX() / setting.etaY());
  }

  /**
   * The mean ratio of the stationary distribution under noise, which is nearly normal, so that it
   * is the median too; empty without noise.
   */
  public OptionalDouble predicted() {
    if (!setting.isNoisy()) {
      return OptionalDouble.empty();
    }
    Theorem2<Double> problem = Theorem2.of(setting);
    double mean = StationaryMoments.of(problem, setting.etaX(), setting.etaY()).ratio().mean();
    return OptionalDouble.of(mean);
  }

  /** The claim of the paper about this panel, beside our result. */
  public Finding finding() {
    String found =
        Text.format(
            "quartiles %.4f / %.4f / %.4f, all of %d in %.4f to %.4f",
            ratio.q1(),
            ratio.median(),
            ratio.q3(),
            states.finite(states.size() - 1),
            ratio.min(),
            ratio.max());
    OptionalDouble theory = predicted();
    if (theory.isPresent() && Double.isFinite(median.low())) {
      found +=
          Text.format(
              "; the predicted median %.4f lies %s the interval %.4f to %.4f, which misses the median"
                  + " once in %,d times",
              theory.getAsDouble(),
              median.contains(theory.getAsDouble()) ? "in" : "outside",
              median.low(),
              median.high(),
              MedianInterval.ONCE_IN);
    }
    return new Finding(figure, claim(), found, Evidence.MEASURED, Agreement.of(holds(), refuted()));
  }

  /** Compares Perturbed GD with gradient descent from small starts. */
  public static List<Finding> beside(List<RatioBoxExperiment> boxes) {
    List<Finding> findings = new ArrayList<>();
    for (RatioBoxExperiment noisy : boxes) {
      for (RatioBoxExperiment descent : boxes) {
        if (noisy.figure().endsWith("a") && descent.figure().endsWith("d")) {
          findings.add(
              new Finding(
                  noisy.figure() + ", " + descent.figure(),
                  "no comparison from small starts",
                  Text.format(
                      "half of the repeats of gradient descent lie in a box of %.1g, and half of those"
                          + " of Perturbed GD in one of %.1g; the medians are %.4f and %.4f (%.5f by"
                          + " theory)",
                      descent.ratio().q3() - descent.ratio().q1(),
                      noisy.ratio().q3() - noisy.ratio().q1(),
                      descent.ratio().median(),
                      noisy.ratio().median(),
                      noisy.predicted().orElse(Double.NaN)),
                  Evidence.MEASURED,
                  Agreement.BEYOND));
        }
      }
    }
    return findings;
  }

  private String claim() {
    return switch (figure.charAt(1)) {
      case 'a' -> "noise: the balanced optima, ratio 1, from small starts";
      case 'b' -> "noise: ratio 1 from large starts too";
      case 'c' -> "noise: ratio 1 with unequal steps too";
      case 'd' -> "gradient descent: approximately balanced from small starts";
      case 'e' -> "gradient descent: a large variance of balance from large starts";
      case 'f' -> "gradient descent: approximately sqrt(0.5) = 0.7071 with unequal steps";
      default -> "unbalanced noise, gamma^2 = 0.5: ratio gamma = 0.7071";
    };
  }

  /**
   * Returns true if the claim holds for these repeats: the median within 1% of the limit; for the
   * large starts of gradient descent, a range of more than 1%.
   */
  private boolean holds() {
    return figure.charAt(1) == 'e'
        ? ratio.max() - ratio.min() > CLOSE
        : Math.abs(ratio.median() / limit() - 1) < CLOSE;
  }

  /**
   * Returns true if the repeats refute the claim: the exact interval of the median is farther than
   * 1% from the limit; for large starts, if there are enough repeats for such an interval.
   */
  private boolean refuted() {
    return figure.charAt(1) == 'e'
        ? Double.isFinite(median.low())
        : median.isFartherThan(CLOSE, limit());
  }
}
