// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Entries;
import org.noisygd.report.Columns;
import org.noisygd.report.Evidence;
import org.noisygd.report.Json;
import org.noisygd.report.ResultTable;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.coupled.CoupledRuns;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.coupled.Trajectory;
import org.noisygd.study.paper.Finding.Agreement;
import org.noisygd.study.statistics.BinomialInterval;
import org.noisygd.study.statistics.Student;

/**
 * The event of Theorem 1, "||x_t - u|| &lt;= epsilon and ||y_t - v|| &lt;= epsilon for all t1 &lt;=
 * t &lt;= T1", counted over independent runs of Perturbed GD on the paper's 20 x 30 problem of rank
 * one with balanced noise, E||xi_1||^2 = E||xi_2||^2 = sigma^2, from (2 u, v/2): an unbalanced
 * optimum, so that the whole run is Phase III. The event is counted up to the common sign of x and
 * y.
 *
 * <p>The theorem names no constants. Here delta = 0.05, T1 = 1/eta^2 and t1 = C log(1/eta)
 * log(1/delta) / (eta sigma^2) with C = 1/4, the smallest power of two that suffices on a grid of
 * noise, steps and epsilon (measured with 1.1.0: 0.05 to 0.14 are needed).
 *
 * @param replicates number of runs
 * @param counts number of runs that kept the event, for each epsilon
 */
public record TheoremEvent(int replicates, List<Count> counts) {
  static final double SIGMA_SQUARED = 0.04;
  static final double ETA = 0.01;
  static final double DELTA = 0.05;
  private static final double CONSTANT = 0.25; // C

  /** The distance of the limit point sqrt(1 - sigma^2) (u, v) from (u, v). */
  static final double FLOOR = 1 - Math.sqrt(1 - SIGMA_SQUARED);

  /** The tested epsilon: the first is below the floor, the others are above twice the floor. */
  static final List<Double> EPSILON = List.of(0.02, 0.1, 0.2);

  static final long T1 = Math.round(1 / (ETA * ETA));

  static final long FROM = // t1, rounded up
      (long)
          Math.ceil(
              CONSTANT
                  * StrictMath.log(1 / ETA)
                  * StrictMath.log(1 / DELTA)
                  / (ETA * SIGMA_SQUARED));

  private static final int D1 = 20;
  private static final int D2 = 30;
  private static final double UNBALANCED = 2; // ||x|| at the start, and 1/||y||

  /** The number of the first run, beyond those of the other experiments. */
  private static final long FIRST = 500_000_000;

  /** Keeps its own copy. */
  public TheoremEvent {
    counts = List.copyOf(counts);
  }

  /** The number of runs that kept the event for one epsilon. */
  public record Count(double epsilon, BinomialInterval held) {}

  /** Runs the experiment; the theorem gives the number of updates. */
  public static TheoremEvent run(StudyOptions options) {
    options.progress().accept("Theorem 1");
    int n = options.replicates(128, 80);
    Experiment setting =
        new Experiment(
            "theorem1",
            "the event of Theorem 1",
            Experiment.unitDiagonal(D1, D2, 1),
            1,
            ETA,
            ETA,
            Math.sqrt(SIGMA_SQUARED / D1),
            Math.sqrt(SIGMA_SQUARED / D2),
            1,
            Start.at(along(D1, UNBALANCED), along(D2, 1 / UNBALANCED)),
            T1);
    CoupledRuns runs =
        CoupledRuns.inBinary64(
            new RunSet(setting, n, T1, options.seed()), FIRST, setting.starts(options.seed()));
    List<Distance> distances = runs.observedBy(count -> new Distance());
    runs.advance();
    return new TheoremEvent(
        n, EPSILON.stream().map(epsilon -> new Count(epsilon, held(distances, epsilon))).toList());
  }

  private static List<Double> along(int rows, double length) {
    return IntStream.range(0, rows).mapToObj(i -> i == 0 ? length : 0.0).toList();
  }

  /** The largest distance of a run from (u, v) or (-u, -v), the nearer, from t1 to T1. */
  static final class Distance implements CoupledRuns.Observer {
    private double largestSquare;

    /** Distances by ||x||^2 - 2 x_1 + 1: absolute error some 1e-15 of the square. */
    @Override
    public void at(long t, int a, Trajectory run) {
      if (t >= FROM) {
        double ofX = Entries.normSquared(run.x());
        double ofY = Entries.normSquared(run.y());
        double alongU = 2 * run.x()[0];
        double alongV = 2 * run.y()[0];
        double plus = Math.max(ofX - alongU, ofY - alongV) + 1;
        double minus = Math.max(ofX + alongU, ofY + alongV) + 1;
        // Math.max and Math.min keep a NaN, which counts as outside.
        largestSquare = Math.max(largestSquare, Math.min(plus, minus));
      }
    }
  }

  private static BinomialInterval held(List<Distance> runs, double epsilon) {
    int held = (int) runs.stream().filter(run -> run.largestSquare <= epsilon * epsilon).count();
    return BinomialInterval.of(held, runs.size(), BinomialInterval.LEVEL);
  }

  /** The section. */
  public PaperSection section() {
    return new PaperSection(
        "theorem1",
        "The event of Theorem 1",
        PaperSection.PAPER,
        report ->
            report
                .paragraphOnPage(
                    Text.format(
                        "The event that ||x_t - u|| <= epsilon and ||y_t - v|| <= epsilon, up to"
                            + " the common sign, for all t1 <= t <= T1, over %d runs from the"
                            + " unbalanced optimum (2u, v/2) of the problem of Fig. 2a, sigma^2 ="
                            + " E||xi_1||^2 = E||xi_2||^2 = %s, eta = %s, delta = %s. The theorem"
                            + " names no constants: here T1 = 1/eta^2 = %,d and t1 = C log(1/eta)"
                            + " log(1/delta) / (eta sigma^2) = %,d, C = %s. Intervals are those of"
                            + " Clopper and Pearson at 95%%. The limit point is sqrt(1 - sigma^2)"
                            + " (u, v), which is the floor of epsilon: %.4f.",
                        replicates, SIGMA_SQUARED, ETA, DELTA, T1, FROM, CONSTANT, FLOOR))
                .tableOnPage(table()),
        List.of(),
        Map.of("theorem1", json()),
        findings());
  }

  private ResultTable table() {
    return Columns.of(counts)
        .words("epsilon", count -> String.valueOf(count.epsilon()))
        .words("event held", count -> count.held().successes() + " of " + count.held().trials())
        .words(
            "95% interval",
            count -> Text.format("%.3f to %.3f", count.held().lower(), count.held().upper()))
        .table();
  }

  private Json.Fields json() {
    return Json.object()
        .put("replicates", replicates)
        .put("sigmaSquared", SIGMA_SQUARED)
        .put("eta", ETA)
        .put("delta", DELTA)
        .put("noiseFloor", FLOOR)
        .put("t1", FROM)
        .put("T1", T1)
        .put(
            "events",
            counts.stream()
                .map(
                    count ->
                        Json.object()
                            .put("epsilon", count.epsilon())
                            .put("held", count.held().successes())
                            .put("lower", count.held().lower())
                            .put("upper", count.held().upper()))
                .toList());
  }

  /** The theorem's claims, beside the counts. */
  List<Finding> findings() {
    BinomialInterval below = counts.get(0).held();
    List<Count> above = counts.subList(1, counts.size());
    return List.of(
        new Finding(
            "T1",
            "with probability at least 1 - delta the event holds for all t1 <= t <= T1",
            Text.format(
                "with epsilon = %s and %s, above twice the floor, %d and %d of %d runs kept it",
                above.get(0).epsilon(),
                above.get(1).epsilon(),
                above.get(0).held().successes(),
                above.get(1).held().successes(),
                replicates),
            Evidence.MEASURED,
            Agreement.of(
                above.stream().allMatch(count -> count.held().lower() >= 1 - DELTA),
                above.stream().anyMatch(TheoremEvent::isRefuted))),
        new Finding(
            "T1",
            "for any epsilon > 0, if sigma is small enough for it",
            Text.format(
                "the limit point is sqrt(1 - sigma^2) (u, v): of %d runs with epsilon below 1 -"
                    + " sqrt(1 - sigma^2), %d kept the event",
                below.trials(), below.successes()),
            Evidence.MEASURED,
            Agreement.of(below.successes() == 0)));
  }

  /** Returns true if the probability is below 1 - delta, by an interval of level 1 - 2/16,000. */
  private static boolean isRefuted(Count count) {
    BinomialInterval held = count.held();
    return BinomialInterval.of(held.successes(), held.trials(), 1 - 2.0 / Student.ONCE_IN).upper()
        < 1 - DELTA;
  }
}
