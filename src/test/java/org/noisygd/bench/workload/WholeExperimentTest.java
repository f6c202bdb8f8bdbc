// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WholeExperimentTest {
  @Test
  void experiment_means_agreeWithinFiveStandardErrors() {
    WholeExperiment.Outcome a = WholeExperiment.Outcome.of(1, new double[] {1, 3}); // 2, error 1
    assertEquals(2, a.mean());
    assertEquals(1, a.standardError());
    assertTrue(a.agreesWith(new WholeExperiment.Outcome(1, 7, 0)));
    assertTrue(!a.agreesWith(new WholeExperiment.Outcome(1, 7.001, 0)));
  }
}
