// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.List;
import java.util.Map;
import org.noisygd.number.Text;
import org.noisygd.report.Evidence;
import org.noisygd.report.chart.FiveNumbers;
import org.noisygd.study.paper.Finding.Agreement;
import org.noisygd.study.statistics.MedianInterval;

/** The claims of the paper about Figures 4 and 6, beside our results. */
final class TransitionFindings {
  /** Our tolerance for "to 1": the paper gives no number. */
  private static final double CLOSE = 0.02;

  /** The last iteration in which the ratio falls, in the paper. */
  private static final int FALL = 40;

  /** The squared ratio below which a run is far from balance. */
  private static final double FAR = 0.2;

  private final PhaseTransition run;
  private final FiveNumbers end;
  private final MedianInterval median;

  private TransitionFindings(PhaseTransition run) {
    this.run = run;
    double[] last = run.squaredRatios(run.noisy().size() - 1);
    this.end = FiveNumbers.of(last);
    this.median = MedianInterval.of(last);
  }

  /** The findings on one run. */
  static List<Finding> of(PhaseTransition run) {
    TransitionFindings of = new TransitionFindings(run);
    return switch (run.figure()) {
      case "4" -> List.of(of.fall(), of.increase(), of.descent(), of.consistency());
      case "4-literal" -> List.of(of.literal());
      default -> List.of(of.higherDimension());
    };
  }

  private Finding measured(String says, Agreement agreement, String finds, Object... values) {
    return new Finding(
        run.figure(), says, Text.format(finds, values), Evidence.MEASURED, agreement);
  }

  /** The squared ratio at which gradient descent ends. */
  private double descentEnd() {
    return run.descentRatio(run.descent().size() - 1);
  }

  private long lastStep() {
    return run.noisy().step(run.noisy().size() - 1);
  }

  private Finding literal() {
    return measured(
        "the caption's objective is (1 - xy)^2, whose gradient is twice that of Algorithm 1",
        Agreement.AGREES_CORRECTED,
        "with that gradient the squared ratio reaches %.4f and gradient descent is within 10%% of it"
            + " after %d updates, 1%% after %d: the figure's numbers are those of Algorithm 1",
        descentEnd(),
        run.arrival(0.1),
        run.arrival(0.01));
  }

  private Finding fall() {
    long near = run.arrival(0.1);
    long there = run.arrival(0.01);
    FiveNumbers early = FiveNumbers.of(run.squaredRatios(run.indexOf(FALL)));
    return measured(
        "in around the first 30 to 40 iterations x^2/y^2 falls from 0.36 to around 0.004",
        Agreement.of(
            near >= 25 && near <= FALL && there <= 50 && Math.abs(descentEnd() - 0.004) < 5e-4),
        "gradient descent: from %.2f to %.4f, within 10%% of it after %d updates, 1%% after %d; with"
            + " noise %.4f after %d (median; all of %d in %.4f to %.4f)",
        run.descentRatio(0),
        descentEnd(),
        near,
        there,
        early.median(),
        run.noisy().step(run.indexOf(FALL)),
        run.noisy().replicates(),
        early.min(),
        early.max());
  }

  private Finding increase() {
    return measured(
        "then it gradually increases from 0.004 to 1, staying close to global optima",
        Agreement.of(Math.abs(end.median() - 1) < CLOSE, median.isFartherThan(CLOSE, 1)),
        "after %,d updates the quartiles are %.3f / %.3f / %.3f; 0.9 is reached after %s",
        lastStep(),
        end.q1(),
        end.median(),
        end.q3(),
        timeToBalance());
  }

  private Finding descent() {
    long still = run.arrival(1e-6);
    return measured(
        "gradient descent converges to the unbalanced optimum, without a phase transition",
        Agreement.of(still < 200),
        "it stays at %.6f from update %d on",
        descentEnd(),
        still);
  }

  private Finding consistency() {
    return measured(
        "highly consistent across different realizations",
        Agreement.of(end.max() - end.min() < 0.1),
        "of %d repeats all end in %.3f to %.3f",
        run.noisy().replicates(),
        end.min(),
        end.max());
  }

  private Finding higherDimension() {
    double start = FiveNumbers.of(run.squaredRatios(run.indexOf(PhaseTransition.DENSE))).median();
    boolean isFar = start < FAR && descentEnd() < FAR;
    return measured(
        "the phase transition is observed in higher dimensions too",
        Agreement.of(
            Math.abs(end.median() - 1) < CLOSE && isFar, !isFar || median.isFartherThan(CLOSE, 1)),
        "rank %d in 20 x 30: ||X||^2/||Y||^2 is %.2g after %d updates and %.3f after %,d (medians of"
            + " %d repeats, the last in %.3f to %.3f); 0.9 is reached after %s. Gradient descent"
            + " from the start of the first ends at %.2g",
        run.setting().r(),
        start,
        PhaseTransition.DENSE,
        end.median(),
        lastStep(),
        run.noisy().replicates(),
        end.min(),
        end.max(),
        timeToBalance(),
        descentEnd());
  }

  private String timeToBalance() {
    FiveNumbers times = run.timeToBalance();
    if (!Double.isFinite(times.median())) {
      return "more updates than were made";
    }
    String theory =
        run.predicted().entrySet().stream()
            .filter(at -> at.getValue() >= PhaseTransition.BALANCED)
            .map(Map.Entry::getKey)
            .findFirst()
            .map(step -> Text.format("; theory: %,d", step))
            .orElse("");
    return Text.format(
        "%,.0f updates (median, read at steps 2%% apart; %,.0f at least%s)",
        times.median(), times.min(), theory);
  }
}
