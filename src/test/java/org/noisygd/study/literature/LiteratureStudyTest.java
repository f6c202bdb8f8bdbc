// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.literature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.literature.LiteratureStudy.Langevin;

class LiteratureStudyTest {
  /** Known answers: by quadrature 1.13589, 2.23993, 7.05272, where the drift's part is left out. */
  private static final List<Double> VARIANCES = List.of(7.05272, 2.23993, 1.13589);

  /** The longest step, and what needs no chain of 10^5 updates. */
  @Test
  void findings_shortRuns_areFoundAgain() {
    LiteratureStudy study = new LiteratureStudy(StudyOptions.DEFAULT_SEED);
    // Their ratio is put in by hand there, so no number of theirs is found again.
    assertEquals(Agreement.FOLLOWS, study.threshold().agreement(), study.threshold().finds());
    Finding averaging = study.averaging();
    assertEquals(Agreement.AGREES, averaging.agreement(), averaging.finds());
    // Measured and by the formula, which leaves out how the store and the place between hang
    // together.
    assertTrue(
        averaging.finds().matches(".* off by 1\\.4[0-9] h, .* it is 1\\.44 h and .*"),
        averaging.finds());
    assertEquals(Agreement.AGREES, study.floor().agreement(), study.floor().finds());
    Langevin one = study.langevin(1e-2);
    assertEquals(one.predicted(), one.measured(), 4 * one.error());
    assertEquals(one.exact(), one.corrected(), 4 * one.correctedError());
  }

  @Tag("exhaustive")
  @Test
  void run_allResults_areFoundAgain() {
    LiteratureStudy.Result result =
        new LiteratureStudy(StudyOptions.DEFAULT_SEED).run(2, line -> {});
    for (Finding finding : result.findings()) {
      boolean given = finding.figure().startsWith("Chmiel");
      Agreement due = given ? Agreement.FOLLOWS : Agreement.AGREES;
      assertEquals(due, finding.agreement(), finding.finds());
    }
    assertEquals(4, result.findings().size());
    for (int k = 0; k < VARIANCES.size(); k++) {
      Langevin one = result.langevin().get(k);
      // The drift adds a^2 V to an update's variance of 2a: a share of a V/2, below 1e-2 at most.
      double share = one.step() * VARIANCES.get(k) / 2;
      assertEquals(VARIANCES.get(k), one.predicted(), share * VARIANCES.get(k));
      assertTrue(one.error() < 0.015 * one.measured());
    }
  }
}
