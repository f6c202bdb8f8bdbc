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
 * The word for a drift ratio, from its interval alone, and what is done if that does not decide.
 *
 * <p>A study may look several times, each time with more replicates for what is still undetermined.
 * The chance that an interval misses is shared equally among the planned looks (Bonferroni), so
 * that all looks together miss no more often than one would: whichever look decides, no word is
 * wrong more often than {@link #MISSES} (measured by {@code VerdictRuleTest}).
 *
 * @param band b: how far from 1, or from 0, a ratio may be and still count as 1, or as 0
 * @param looks the planned looks, at least 1
 * @param seconds of one core that the later looks may take together; they are counted, not timed,
 *     so that results do not depend on time
 */
public record VerdictRule(double band, int looks, double seconds) {
  /** How often an interval may miss the ratio, over all looks together. */
  public static final double MISSES = 0.01;

  /** The default band. */
  public static final double DEFAULT_BAND = 0.05;

  /** One look at the default band. */
  public static final VerdictRule ONE_LOOK = new VerdictRule(DEFAULT_BAND, 1, 0);

  /** Each look has this many times the replicates of the one before. */
  public static final int MORE = 4;

  /** From this ratio on rounding removes more than the noise. */
  private static final double FALSE_FROM = 2;

  /** The most replicates that are suggested. */
  private static final long MOST_REPLICATES = 1_000_000;

  /** What an arithmetic does to the drift. */
  public enum DriftClass {
    /** As the twin. */
    PRESERVED,
    /** The imbalance stays. */
    STAGNATED,
    /** It falls too slowly, or grows. */
    SLOWED,
    /** It falls too fast. */
    ACCELERATED,
    /** It falls more than twice as fast: rounding, not noise, removes it. */
    ROUNDING_DRIVEN,
    /** The twin or the run left the region in which the study means something. */
    DIVERGED,
    /** The interval holds ratios of several of the verdicts above, or there is none. */
    UNDETERMINED;

    /** What the word leaves open of ratios up to this one; mostly nothing. */
    public String remark(double high) {
      return this == SLOWED && high < 0 ? "below 0: the imbalance grows" : "";
    }

    /** Which of some things have which verdict: {@code preserved: a, b. stagnated: c.} */
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

    /** The word in results. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Checks the numbers; from a band of 1/2 on the words would overlap. */
  public VerdictRule {
    Require.that(band > 0 && band < 0.5, "band", "be above 0 and below 0.5", band);
    Require.positive("looks", looks);
    Require.finiteNonNegative("seconds", seconds);
  }

  /** How often the interval of one look may miss. */
  public double missesEachLook() {
    return MISSES / looks;
  }

  /** The word for a ratio of a run and a twin that did not diverge. */
  public DriftClass of(DriftRatio drift) {
    return of(drift.low(), drift.high());
  }

  /** The word for ratios from one to another. */
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
   * About how many replicates would decide, if the estimate stayed and its interval shrank as
   * Student's quantile over the root of their number; empty if it is decided, or if a million would
   * not be enough.
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
      double share = halfWidth((int) more) / now;
      if (of(drift.value() - share * below, drift.value() + share * above)
          != DriftClass.UNDETERMINED) {
        return OptionalLong.of(more);
      }
    }
    return OptionalLong.empty();
  }

  /** Half the width of the interval of a mean, in standard deviations of a replicate. */
  private double halfWidth(int n) {
    return Student.errors(n, missesEachLook()) / Math.sqrt(n);
  }

  /** The rule in words, to stand beside every table that has such words. */
  public String text() {
    return Text.format(
        "Verdict, from the interval of the drift ratio alone (by Student's law over"
            + " replicates, paired with the twin, and if these fall into two groups by the interval"
            + " of each group's share; it misses in 1%% of studies%s, except for a kind of run that"
            + " no replicate shows: with 8 replicates that may be up to %.0f%% of runs, with 32"
            + " %.0f%%, with 128 %.0f%%): preserved inside [%s, %s]; stagnated inside [-%s, %s];"
            + " rounding-driven wholly above 2; accelerated wholly above %s; slowed wholly below %s;"
            + " diverged: the twin or the run is not finite, or in Phase III its mean loss is above"
            + " 2 ||M||^2 and above that of its start; else undetermined, with about how many"
            + " replicates would decide.",
        looks == 1
            ? ""
            : Text.format(
                ", %.2g%% at each of %d looks, of which the later ones have %d times the replicates of"
                    + " the one before, for what is undetermined, within about a minute of work",
                100 * missesEachLook(), looks, MORE),
        100 * TwoGroups.unseen(8, MISSES),
        100 * TwoGroups.unseen(32, MISSES),
        100 * TwoGroups.unseen(128, MISSES),
        number(1 - band),
        number(1 + band),
        number(band),
        number(band),
        number(1 + band),
        number(1 - band));
  }

  private static String number(double value) {
    return Text.rounded(value, 4);
  }
}
