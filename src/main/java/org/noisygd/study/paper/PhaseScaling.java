// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.noisygd.number.Text;
import org.noisygd.report.Evidence;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.StudyOptions;

/**
 * The time of each phase against the step size, the noise and the dimension, beside the lemmas'
 * scalings: O(eta^-1 sigma^-2 log(1/eta)) updates for Lemmas 4 and 5 (Phase I) and for Lemma 7
 * (Phase III), O(eta^-1 log(1/sigma)) for Lemma 6 (Phase II), none with d.
 *
 * <p>Those are upper bounds, so what is tested is that no time grows faster. For Lemmas 6 and 7
 * there are predictions too ({@link PhaseTimes#predictedSecond}, {@link
 * PhaseTimes#predictedThird}).
 *
 * @param byEta with other step sizes
 * @param byNoise with other sigma^2
 * @param byDimension with other dimensions
 */
public record PhaseScaling(
    List<PhaseTimes> byEta, List<PhaseTimes> byNoise, List<PhaseTimes> byDimension) {
  private static final double ETA = 0.01;
  private static final double S = 0.075;
  private static final long FIRST = 400_000_000;
  private static final double ERRORS = 4;

  private static final List<Double> ETAS = List.of(0.02, 0.01, 0.005, 0.0025);
  private static final List<Double> NOISES = List.of(0.15, 0.075, 0.0375, 0.01875, 0.009375);

  /** d1 = 2 k and d2 = 3 k for these k. */
  private static final List<Integer> SIZES = List.of(2, 4, 10, 20, 40);

  /** The k of the paper's 20 x 30. */
  private static final int PAPER_SIZE = 10;

  /** The phases of a run. */
  public static final List<String> PHASES = List.of("Phase I", "Phase II", "Phase III");

  /** The lemmas whose times are measured. */
  public static final List<String> LEMMAS = List.of("Lemmas 4 and 5", "Lemma 6", "Lemma 7");

  /**
   * How near the prediction of a first passage must be, as a share. The ratio's standard deviation
   * is at most 0.0086 (eta = 0.02): noise of three deviations makes it pass 0.05 early, by log(1 +
   * 0.0258/0.05) = 0.42 of 3.6 e-foldings.
   */
  private static final double NEAR = 0.12;

  /** Keeps its own copies. */
  public PhaseScaling {
    byEta = List.copyOf(byEta);
    byNoise = List.copyOf(byNoise);
    byDimension = List.copyOf(byDimension);
  }

  private record Plan(double eta, double s, int size, int number) {}

  /** Runs all experiments. */
  public static PhaseScaling run(StudyOptions options) {
    List<Plan> plans = new ArrayList<>();
    // A quick study leaves out the longest and the largest.
    List<Double> etas = options.quick() ? ETAS.subList(0, 3) : ETAS;
    List<Double> noises = options.quick() ? NOISES.subList(0, 4) : NOISES;
    List<Integer> sizes = options.quick() ? SIZES.subList(0, 3) : SIZES;
    etas.forEach(eta -> plans.add(new Plan(eta, S, PAPER_SIZE, plans.size())));
    noises.forEach(s -> plans.add(new Plan(ETA, s, PAPER_SIZE, plans.size())));
    sizes.forEach(size -> plans.add(new Plan(ETA, S, size, plans.size())));
    int repeats = options.replicates(32, 8);
    List<PhaseTimes> times =
        options.map(
            plans,
            plan -> "Phases",
            plan ->
                PhaseTimes.run(
                    plan.eta(),
                    plan.s(),
                    2 * plan.size(),
                    3 * plan.size(),
                    options.seed(),
                    FIRST + 1_000_000L * plan.number(),
                    repeats));
    int second = etas.size();
    int third = second + noises.size();
    return new PhaseScaling(
        times.subList(0, second), times.subList(second, third), times.subList(third, times.size()));
  }

  /** How a time grows: the slope of its logarithm against that of a parameter. */
  public record Slope(double value, double error) {}

  /** The slope of a lemma's time against a parameter, by least squares over equal weights. */
  static Slope slope(List<PhaseTimes> times, ToDoubleFunction<PhaseTimes> parameter, int lemma) {
    double mean = 0;
    for (PhaseTimes one : times) {
      mean += StrictMath.log(parameter.applyAsDouble(one)) / times.size();
    }
    double squares = 0;
    double sum = 0;
    double variance = 0;
    for (PhaseTimes one : times) {
      double off = StrictMath.log(parameter.applyAsDouble(one)) - mean;
      Duration duration = one.lemmas().get(lemma);
      squares += off * off;
      sum += off * duration.meanLog();
      variance += off * off * duration.error() * duration.error();
    }
    return new Slope(sum / squares, Math.sqrt(variance) / squares);
  }

  /** The growth against eta. */
  public Slope againstEta(int lemma) {
    return slope(byEta, PhaseTimes::eta, lemma);
  }

  /** The growth against sigma^2. */
  public Slope againstNoise(int lemma) {
    return slope(byNoise, PhaseTimes::s, lemma);
  }

  /** The growth against d1 + d2. */
  public Slope againstDimension(int lemma) {
    return slope(byDimension, times -> times.d1() + times.d2(), lemma);
  }

  /** The experiment of the paper's size, step and noise. */
  public PhaseTimes paper() {
    return byEta.get(ETAS.indexOf(ETA));
  }

  /** All experiments. */
  public List<PhaseTimes> all() {
    List<PhaseTimes> all = new ArrayList<>(byEta);
    all.addAll(byNoise);
    all.addAll(byDimension);
    return all;
  }

  /** What the lemmas say of the times, beside what was seen. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(found());
    for (int lemma = 0; lemma < LEMMAS.size(); lemma++) {
      findings.add(finding(lemma));
    }
    findings.add(
        predicted(
            "Lemma 6's time from (u/2, v/2) by the smoothed gradient flow",
            1,
            PhaseTimes::predictedSecond));
    findings.add(
        predicted(
            "Lemma 7's time from (u/2, 2v): log(D/D') / (2 eta sigma^2), D and D' the imbalances at its ends",
            2,
            PhaseTimes::predictedThird));
    return findings;
  }

  private Finding found() {
    PhaseTimes at = paper();
    double[] medians = at.phases().stream().mapToDouble(Duration::median).toArray();
    return new Finding(
        "phases",
        "a run has three phases: escape, descent into the valley, balancing within it",
        Text.format(
            "found from runs in 20 x 30, eta = 0.01, sigma^2 = 0.075: %,.0f, %,.0f and %,.0f updates"
                + " (medians)",
            medians[0], medians[1], medians[2]),
        Evidence.MEASURED,
        Agreement.of(Double.isFinite(medians[0] + medians[1] + medians[2])));
  }

  private Finding finding(int lemma) {
    Slope eta = againstEta(lemma);
    Slope noise = againstNoise(lemma);
    Slope dimension = againstDimension(lemma);
    boolean second = lemma == 1;
    // log(1/eta) and log(1/sigma) as powers, at the middle of what was run.
    double logEta = second ? 0 : 1 / -StrictMath.log(ETAS.get(ETAS.size() / 2));
    double mostNoise = second ? 1 / -StrictMath.log(NOISES.get(NOISES.size() / 2)) : 1;
    boolean holds =
        eta.value() >= -1 - logEta - ERRORS * eta.error()
            && noise.value() >= -mostNoise - ERRORS * noise.error();
    return new Finding(
        "phases",
        LEMMAS.get(lemma)
            + (second
                ? ": after O(eta^-1 log(1/sigma)) updates"
                : ": after O(eta^-1 sigma^-2 log(1/eta)) updates"),
        Text.format(
            "the time grows as eta^%.2f, (sigma^2)^%.2f, (d1 + d2)^%.2f (+- %.2f, %.2f, %.2f)",
            eta.value(),
            noise.value(),
            dimension.value(),
            eta.error(),
            noise.error(),
            dimension.error()),
        Evidence.MEASURED,
        Agreement.of(holds));
  }

  private Finding predicted(String what, int lemma, ToDoubleFunction<PhaseTimes> prediction) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (PhaseTimes times : all()) {
      double quotient = times.lemmas().get(lemma).median() / prediction.applyAsDouble(times);
      least = Math.min(least, quotient);
      most = Math.max(most, quotient);
    }
    return new Finding(
        "phases",
        "theory: " + what,
        Text.format(
            "the median is %.2f to %.2f times that in all %d experiments",
            least, most, all().size()),
        Evidence.CROSS_CHECKED,
        Agreement.of(least > 1 - NEAR && most < 1 + NEAR));
  }
}
