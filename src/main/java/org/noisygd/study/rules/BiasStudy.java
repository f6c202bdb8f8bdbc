// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.rule.EndPoint;
import org.noisygd.descent.rule.RunPlan;
import org.noisygd.study.RunStatistics;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.statistics.FiveNumbers;
import org.noisygd.study.statistics.MedianInterval;

/**
 * Every rule on every problem from the same starts: which optimum it ends at, and which one theory
 * expects ({@link ExpectedRatio}). Measured; the same bits from the same seed.
 *
 * @param rows problem by problem, each in the order of the rules
 * @param walks what the noise that is kept does to the balance, problem by problem
 */
public record BiasStudy(List<BiasRow> rows, List<BalanceWalk> walks) {
  /** Intervals between the looks of a course. */
  public static final int INTERVALS = 40;

  /** Keeps its own copies. */
  public BiasStudy {
    rows = List.copyOf(rows);
    walks = List.copyOf(walks);
  }

  /** Runs every rule on every problem. */
  public static BiasStudy run(StudyOptions options) {
    record Pair(BiasProblem problem, ExpectedRatio expected, ComparedRule rule) {}
    List<BiasProblem> problems = BiasProblem.all(options);
    List<Pair> pairs = new ArrayList<>();
    for (BiasProblem problem : problems) {
      ExpectedRatio expected = new ExpectedRatio(problem.experiment(), options.seed());
      for (ComparedRule rule : ComparedRule.values()) {
        pairs.add(new Pair(problem, expected, rule));
      }
    }
    List<BiasRow> rows =
        options.map(
            pairs,
            pair -> "Rules: " + pair.rule().label() + " on " + pair.problem().name(),
            pair ->
                row(
                    pair.problem(),
                    pair.rule(),
                    runs(pair.problem(), pair.rule(), options.seed()),
                    pair.expected()));
    return new BiasStudy(rows, BalanceWalk.run(problems, options));
  }

  /** The runs of one rule on one problem. */
  static RunStatistics runs(BiasProblem problem, ComparedRule rule, long seed) {
    return RunStatistics.of(
        RunPlan.of(
            rule.on(problem),
            problem.experiment().r(),
            rule.draws(problem, seed),
            problem.experiment().starts(seed),
            problem.replicates(),
            RunPlan.evenly(problem.updates(), INTERVALS)));
  }

  private static BiasRow row(
      BiasProblem problem, ComparedRule rule, RunStatistics runs, ExpectedRatio expected) {
    Experiment e = problem.experiment();
    int[] finite = IntStream.range(0, runs.replicates()).filter(runs::isFinite).toArray();
    List<EndPoint> ends =
        Arrays.stream(finite)
            .mapToObj(p -> EndPoint.of(e.target(), e.r(), runs.x(p), runs.y(p)))
            .toList();
    double[] expectations = new double[finite.length];
    double[] quotients = new double[finite.length];
    boolean known = true;
    for (int k = 0; k < finite.length; k++) {
      OptionalDouble one = expected.of(rule, finite[k]);
      known &= one.isPresent();
      expectations[k] = one.orElse(Double.NaN);
      quotients[k] = ends.get(k).ratio() / expectations[k];
    }
    List<Double> course = new ArrayList<>();
    for (int look = 0; look < runs.size(); look++) {
      int at = look;
      course.add(
          FiveNumbers.of(Arrays.stream(finite).mapToDouble(p -> runs.ratio(at, p)).toArray())
              .median());
    }
    return new BiasRow(
        problem,
        rule,
        finite.length,
        FiveNumbers.of(ends.stream().mapToDouble(EndPoint::ratio).toArray()),
        known ? Optional.of(FiveNumbers.of(expectations).median()) : Optional.empty(),
        known ? Optional.of(MedianInterval.of(quotients)) : Optional.empty(),
        new EndPoint(
            median(ends, EndPoint::ratio),
            median(ends, EndPoint::loss),
            median(ends, EndPoint::traceOfHessian),
            median(ends, EndPoint::sharpness)),
        course);
  }

  private static double median(List<EndPoint> ends, ToDoubleFunction<EndPoint> number) {
    return FiveNumbers.of(ends.stream().mapToDouble(number).toArray()).median();
  }

  /**
   * What one rule did on one problem.
   *
   * @param problem the problem
   * @param rule the rule
   * @param finite how many runs stayed finite; the numbers below are of those
   * @param ratio ||X||/||Y|| at the end
   * @param expected the median over the runs of the ratio that theory expects; empty for none
   * @param quotient an interval for the median of the law of found/expected; empty for none
   * @param end the medians of what is seen at the end
   * @param course the median ratio at steps of equal distance, 0 the first
   */
  public record BiasRow(
      BiasProblem problem,
      ComparedRule rule,
      int finite,
      FiveNumbers ratio,
      Optional<Double> expected,
      Optional<MedianInterval> quotient,
      EndPoint end,
      List<Double> course) {
    /** Keeps its own copy. */
    public BiasRow {
      course = List.copyOf(course);
    }

    /** Found over expected, less 1, of the medians. */
    public Optional<Double> deviation() {
      return expected.map(ratioExpected -> ratio.median() / ratioExpected - 1);
    }
  }
}
