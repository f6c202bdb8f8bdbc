// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.report.Terminal;
import org.noisygd.study.formats.FormatResult.OfSite;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.Runs;
import org.noisygd.study.twin.StudiedArithmetic;
import org.noisygd.study.twin.VerdictRule;
import org.noisygd.study.twin.VerdictRule.Verdict;
import org.noisygd.theory.landscape.Theorem2;

class FormatStudyTest {
  private static final long SEED = 18;

  private static FormatStudy study(long steps, String... names) {
    Experiment setting = FormatStudy.problem().withStepSizes(0.05, 0.05).withNoise(0.06, 0.06);
    return FormatStudy.of(new Runs(setting, 4, steps, SEED), List.of(names), VerdictRule.ONE_LOOK);
  }

  private static FormatResult run(int threads, String... names) {
    return study(600, names).run(threads, line -> {});
  }

  /** Known answer: M has the singular values 1 and 1, and the start is in its valley. */
  @Test
  void problem_startsInTheValley() {
    Experiment setting = FormatStudy.problem();
    for (double sigma : Theorem2.ofLargest(setting).sigma()) {
      assertEquals(1, sigma, 1e-14); // a few dozen roundings of 2^-53
    }
    FlatProblem problem = new FlatProblem(setting);
    double[] x = setting.startX(SEED, 0);
    double[] y = setting.startY(SEED, 0);
    // 1024 residuals of a few roundings of numbers below 1/8.
    assertTrue(problem.loss(x, y) < 1024 * 0x1p-106);
    assertEquals(2 / 4.0 - 2 * 4.0, problem.imbalance(x, y), 1e-13);
  }

  /** Property: what rounds next to nothing is as its twin; what keeps the iterate is frozen. */
  @Test
  void run_knownPlaces_haveTheirVerdicts() {
    FormatResult result =
        run(
            2,
            "binary:50",
            "mxfp4/rceil/columns",
            "mxfp4/rceil",
            "binary32*40:8",
            "average:0.01/e2m1");
    List<OfSite> sites = result.sites();
    for (int k : new int[] {0, 3}) {
      assertEquals(Verdict.FAITHFUL, sites.get(k).verdict());
      assertEquals(1, sites.get(k).spread(), 1e-4); // binary32 keeps 24 bits
      assertEquals(0, sites.get(k).shift(), 1e-3);
    }
    for (int k : new int[] {1, 2}) {
      assertEquals(Verdict.FROZEN, sites.get(k).verdict(), sites.get(k).site());
      assertTrue(sites.get(k).placesY() < 1.0 / 12);
    }
    assertTrue(Double.isNaN(sites.get(3).unchanged()));
    assertTrue(sites.get(4).unchanged() > 0.9);
  }

  @Test
  void run_onMoreThreads_isTheSame() {
    String[] names = {"bfloat16/stochastic", "nvfp4/stochastic/columns", "gradients:4/bfloat16"};
    assertEquals(FormatReport.json(run(1, names)), FormatReport.json(run(3, names)));
  }

  /** Cross-check: what is known of the drift after 512 updates is what a study of 512 finds. */
  @Test
  void run_endedEarly_hasTheDriftOfSoManyUpdates() {
    String[] names = {"bfloat16/stochastic", "nvfp4/columns", "momentum:0.9/bfloat16", "e4m3"};
    FormatResult early = study(5000, names).run(2, () -> true, done -> {});
    FormatResult whole = study(512, names).run(2, done -> {});
    assertEquals(Optional.of(new FormatResult.Ended(512, 0)), early.ended());
    for (int k = 0; k < names.length; k++) {
      OfSite ended = early.sites().get(k);
      OfSite complete = whole.sites().get(k);
      assertEquals(complete.drift(), ended.drift());
      assertEquals(complete.verdict(), ended.verdict());
      assertEquals(complete.unchanged(), ended.unchanged());
      assertEquals(complete.placesX(), ended.placesX());
      assertTrue(Double.isNaN(ended.spread()));
    }
    assertText("for the drift from step 1 on. Ended early, after step 512. This noise", early);
    assertText("They had not begun, so nothing can be said of the spread. Each", early);
  }

  @Test
  void run_endedBesideTheOptimum_hasAllOfTheDrift() {
    String[] names = {"bfloat16/stochastic", "e4m3"};
    AtomicInteger asked = new AtomicInteger();
    FormatResult early = study(512, names).run(2, () -> asked.incrementAndGet() > 4, done -> {});
    FormatResult whole = study(512, names).run(2, done -> {});
    assertEquals(Optional.of(new FormatResult.Ended(512, 1024)), early.ended());
    assertEquals(Optional.empty(), whole.ended());
    for (int k = 0; k < names.length; k++) {
      assertEquals(whole.sites().get(k).drift(), early.sites().get(k).drift());
      assertEquals(whole.sites().get(k).unchanged(), early.sites().get(k).unchanged());
      assertTrue(Double.isFinite(early.sites().get(k).spread()));
    }
    assertText("They ended early, after step 1,024. Each", early);
  }

  private static void assertText(String expected, FormatResult result) {
    String text = FormatReport.of(result).text(new Terminal(2000, false, false));
    assertTrue(text.contains(expected), text);
  }

  @Test
  void defaults_allOfThem_areRead() {
    assertEquals(
        38, FormatStudy.defaults().stream().map(StudiedArithmetic::parse).distinct().count());
  }
}
