// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.measure;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.study.statistics.DriftRatio;
import org.noisygd.study.statistics.Student;
import org.noisygd.study.statistics.TwoGroups;

/**
 * The verdict on a drift ratio, from its interval alone, and the plan of the interim analyses.
 *
 * <p>A study may have several interim analyses (group-sequential), each with more replicates of the
 * arithmetics that are still undetermined. The probability that an interval misses is divided
 * equally among them (Bonferroni), so that a verdict is false in at most {@link #MISSES} of
 * studies, whichever analysis it comes from (measured by {@code VerdictRuleTest}).
 *
 * @param band b, the distance from 1, or from 0, up to which a ratio counts as 1, or as 0
 * @param analyses the number of planned analyses, at least 1
 * @param seconds the time of one core for all later analyses; it is estimated from counts, not
 *     measured, so that results do not depend on a clock
 */
public record VerdictRule(double band, int analyses, double seconds) {
  /** Maximum probability that an interval misses the ratio, over all interim analyses. */
  public static final double MISSES = 0.01;

  /** The default band. */
  public static final double DEFAULT_BAND = 0.05;

  /** One analysis at the default band. */
  public static final VerdictRule ONE_ANALYSIS = new VerdictRule(DEFAULT_BAND, 1, 0);

  /** The factor by which the number of replicates grows from one analysis to the next. */
  public static final int MORE = 4;

  /** Minimum ratio of a drift driven by rounding, which then removes more than the noise. */
  private static final double FALSE_FROM = 2;

  /** Maximum number of replicates that a report suggests. */
  private static final long MOST_REPLICATES = 1_000_000;

  /** The effect of an arithmetic on the drift. */
  public enum DriftClass {
    /** The imbalance falls as in the reference run. */
    PRESERVED,
    /** The imbalance stays unchanged. */
    STAGNATED,
    /** The imbalance falls too slowly, or grows. */
    SLOWED,
    /** The imbalance falls too fast. */
    ACCELERATED,
    /** The imbalance falls more than twice as fast: rounding, not noise, removes it. */
    ROUNDING_DRIVEN,
    /** The reference run or the run diverged. */
    DIVERGED,
    /** The interval contains ratios of several classes, or there is no interval. */
    UNDETERMINED;

    /** A remark on an interval with this upper end, or empty. */
    public String remark(double high) {
      return this == SLOWED && high < 0 ? "below 0: the imbalance grows" : "";
    }

    /** The names by verdict: {@code preserved: a, b. stagnated: c.} */
    public static <T> String summary(
        List<T> all, Function<T, DriftClass> verdict, Function<T, String> name) {
      return all.stream()
          .collect(
              Collectors.groupingBy(
                  verdict, TreeMap::new, Collectors.mapping(name, Collectors.joining(", "))))
          .entrySet()
          .stream()
          .map(of -> of.getKey().word() + ": " + of.getValue() + ".")
          .collect(Collectors.joining(" "));
    }

    /** The name of this class in results. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Checks the numbers; with a band of 1/2 or more the classes would overlap. */
  public VerdictRule {
    Require.that(band > 0 && band < 0.5, "band", "be above 0 and below 0.5", band);
    Require.positive("analyses", analyses);
    Require.finiteNonNegative("seconds", seconds);
  }

  /** Maximum probability that the interval of one interim analysis misses the ratio. */
  public double missRate() {
    return MISSES / analyses;
  }

  /** The class of a drift ratio, if neither run diverged. */
  public DriftClass of(DriftRatio drift) {
    return of(drift.low(), drift.high());
  }

  /** The class of an interval of ratios. */
  public DriftClass of(double low, double high) {
    if (low >= 1 - band && high <= 1 + band) {
      return DriftClass.PRESERVED;
    }
    if (low >= -band && high <= band) {
      return DriftClass.STAGNATED;
    }
    if (low > FALSE_FROM) {
      return DriftClass.ROUNDING_DRIVEN;
    }
    return low > 1 + band
        ? DriftClass.ACCELERATED
        : high < 1 - band ? DriftClass.SLOWED : DriftClass.UNDETERMINED;
  }

  /**
   * The estimated number of replicates for a verdict, if the estimate stays and its interval
   * shrinks as Student's quantile over the square root of their number.
   *
   * @return the number, or empty if there is a verdict or a million would not be enough
   */
  public OptionalLong replicatesToDecide(DriftRatio drift) {
    int n = drift.replicates();
    if (n < 2 || Double.isNaN(drift.value()) || of(drift) != DriftClass.UNDETERMINED) {
      return OptionalLong.empty();
    }
    double now = halfWidth(n);
    double plain = now * Math.sqrt(n) * drift.standardError();
    double below = Double.isInfinite(drift.low()) ? plain : drift.value() - drift.low();
    double above = Double.isInfinite(drift.high()) ? plain : drift.high() - drift.value();
    for (long more = n + 1L; more <= MOST_REPLICATES; more += Math.max(1, more / 16)) {
      double part = halfWidth((int) more) / now;
      if (of(drift.value() - part * below, drift.value() + part * above)
          != DriftClass.UNDETERMINED) {
        return OptionalLong.of(more);
      }
    }
    return OptionalLong.empty();
  }

  /** Half the width of the interval of a mean, in standard deviations of a replicate. */
  private double halfWidth(int n) {
    return Student.errors(n, missRate()) / Math.sqrt(n);
  }

  /** The rule in words, for the legend of a table with verdicts. */
  public String text() {
    return Text.format(
        "Verdict, by the interval of the ratio alone (it misses in 1%% of studies%s; it cannot include a kind"
            + " of run that no replicate shows, which may be %.0f%% of runs at 8 replicates, %.0f%% at 32,"
            + " %.0f%% at 128): preserved in 1 +- %s; stagnated in 0 +- %5$s; rounding-driven above 2;"
            + " accelerated, slowed above and below 1 +- %5$s; diverged: a run or its reference run is not"
            + " finite, or its loss grew; else undetermined.",
        analyses == 1
            ? ""
            : Text.format(", %.2g%% in each of %d interim analyses", 100 * missRate(), analyses),
        100 * TwoGroups.unseen(8, MISSES),
        100 * TwoGroups.unseen(32, MISSES),
        100 * TwoGroups.unseen(128, MISSES),
        Text.rounded(band, 4));
  }
}
