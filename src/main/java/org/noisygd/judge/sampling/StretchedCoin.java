// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Text;

/**
 * A coin that is fair under the law, tossed at each step of a run: which of two exchangeable images
 * has the larger statistic. Heads are counted over the run, and over each stretch of 64 2^j steps
 * that follows a whole number of such, so that a law which holds in part of the run alone is seen.
 */
final class StretchedCoin {
  /** The steps of the shortest stretch: with no heads at all it has an evidence of 44. */
  private static final int SHORTEST = 64;

  /** Tosses from a step on; open ones were too near for a decision. */
  private record Count(long from, long tosses, long heads, long open) {
    private Count and(Count later) {
      return new Count(from, tosses + later.tosses, heads + later.heads, open + later.open);
    }

    /** The number of heads nearest to half that the undecided comparisons allow. */
    private double nearestHeads() {
      double half = tosses / 2.0;
      double atLeast = (double) heads;
      return atLeast > half ? atLeast : Math.min(half, atLeast + open);
    }

    private double evidence() {
      return LawTail.binomial((double) tosses, nearestHeads(), 0.5);
    }
  }

  private final String statistic;
  private final String code;
  private final List<@Nullable Count> waiting = new ArrayList<>();
  private Count run = new Count(0, 0, 0, 0);
  private Count stretch = run;
  private Count worst = run;
  private long stretches;

  /**
   * A coin that was not tossed.
   *
   * @param statistic what is compared, in words
   * @param code the mistake that a failure points to; empty if none
   */
  StretchedCoin(String statistic, String code) {
    this.statistic = statistic;
    this.code = code;
  }

  /** One comparison; {@code moved} bounds what rounding may have added to the difference. */
  void toss(long t, double actual, double drawn, double moved) {
    boolean near = Math.abs(actual - drawn) <= moved;
    Count one = new Count(t, 1, !near && actual > drawn ? 1 : 0, near ? 1 : 0);
    run = run.and(one);
    stretch = stretch.tosses == 0 ? one : stretch.and(one);
    if (stretch.tosses == SHORTEST) {
      end(stretch, 0);
      stretch = new Count(0, 0, 0, 0);
    }
  }

  /** Two stretches of one length make one of twice as many steps. */
  private void end(Count whole, int level) {
    stretches++;
    if (whole.evidence() > worst.evidence()) {
      worst = whole;
    }
    if (level == waiting.size()) {
      waiting.add(null);
    }
    Count first = waiting.get(level);
    waiting.set(level, first == null ? whole : null);
    if (first != null) {
      end(first.and(whole), level + 1);
    }
  }

  /**
   * Adds what was found over the run and over the stretches.
   *
   * @param share the probability of a false alarm that each of the two may have
   */
  void addTo(List<LawResult> results, double share) {
    results.add(
        LawResult.of(
            "law of increments, " + statistic,
            Text.format(
                "it exceeds that of a fresh draw in %d of %d steps, where half are expected",
                run.heads, run.tosses),
            code,
            run.evidence(),
            -StrictMath.log(share)));
    if (stretches > 0) {
      results.add(
          LawResult.of(
              "law of increments in each stretch, " + statistic,
              Text.format(
                  "it exceeds that of a fresh draw in %d of the %d steps from t=%d on, where half are"
                      + " expected",
                  worst.heads, worst.tosses, worst.from),
              code,
              worst.evidence(),
              -StrictMath.log(share / stretches)));
    }
  }
}
