// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.TestOptions;
import org.noisygd.study.paper.Settling.Comparison;
import org.noisygd.study.statistics.Student;

/**
 * Cross-checks: closed forms against runs with a fixed seed. Each interval is missed once in 16,000
 * times by what is right, so all of them here together less than once in 500; and each is shown to
 * be narrow enough to tell the neighbouring law.
 */
class PredictionTest {
  private static final StudyOptions QUICK = TestOptions.quick(StudyOptions.DEFAULT_SEED);
  private static final StudyOptions WHOLE = TestOptions.whole(StudyOptions.DEFAULT_SEED);

  private static Settling of(List<Settling> all, String figure) {
    return all.stream().filter(one -> one.figure().equals(figure)).findFirst().orElseThrow();
  }

  /** The same measurement beside another prediction. */
  private static boolean holds(Comparison measured, Comparison predicted) {
    return new Comparison(predicted.predicted(), measured.measured(), measured.secondOrder())
        .holds();
  }

  @Test
  void settling_everyExperiment_isWhereTheClosedFormSays() {
    List<Settling> all = Settling.run(WHOLE);
    for (Settling one : all) {
      for (Finding finding : one.findings()) {
        assertEquals(Agreement.AGREES, finding.agreement(), finding.toString());
      }
    }
    Settling equal = of(all, "2a");
    Settling unequal = of(all, "2c");
    assertFalse(holds(unequal.ratio(), equal.ratio()), "equal steps settle elsewhere");
    assertFalse(holds(equal.loss(), unequal.loss()), "and with another loss");
    assertFalse(holds(of(all, "3c").ratio(), of(all, "3a").ratio()), "so do they in rank 10");
    assertFalse(holds(of(all, "2g").ratio(), equal.ratio()), "unbalanced noise");
  }

  @Test
  void balancing_everyExperiment_decaysAtThePredictedRate() {
    List<Balancing> all = Balancing.run(QUICK);
    for (Balancing one : all) {
      assertEquals(Agreement.AGREES, one.finding().agreement(), one.finding().toString());
    }
    Balancing equal = all.get(0);
    Balancing unequal = all.get(1);
    assertTrue(Math.abs(equal.measured() - unequal.predicted()) > equal.allowed());
    assertTrue(Math.abs(unequal.measured() - equal.predicted()) > unequal.allowed());
    // 2 eta sigma^2, with sigma^2 = 30 * 0.05^2: three products and a root, far within 2^-40.
    assertEquals(2 * 0.01 * 0.075, equal.predicted(), equal.predicted() * 0x1p-40);
  }

  @Test
  void phases_quickStudy_scaleAsTheLemmasAllow() {
    PhaseScaling scaling = PhaseScaling.run(QUICK);
    for (Finding finding : scaling.findings()) {
      assertEquals(Agreement.AGREES, finding.agreement(), finding.toString());
    }
    assertEquals(10, scaling.all().size());
  }

  @Test
  void slope_powerLaw_isItsExponent() {
    Duration none = new Duration(1, 1, 1, 0, 0);
    List<PhaseTimes> times = List.of(at(0.01, 3.0, none), at(0.02, 3.0, none), at(0.08, 3.0, none));
    PhaseScaling.Slope slope = PhaseScaling.slope(times, PhaseTimes::eta, 1);
    // Exact but for a dozen roundings of numbers below 8 in sums of three.
    assertEquals(-1.5, slope.value(), 0x1p-44);
    assertEquals(0, slope.error());
  }

  private static PhaseTimes at(double eta, double factor, Duration other) {
    double log = StrictMath.log(factor * StrictMath.pow(eta, -1.5));
    Duration power = new Duration(1, 1, 1, log, 0);
    return new PhaseTimes(eta, 0.1, 2, 3, List.of(), List.of(other, power, other));
  }

  @Test
  void errors_ofStudentsLaw_growForFewValues() {
    // P(|t| > x) with one degree of freedom is 1 - 2 atan(x) / pi; x = cot(pi / 32000).
    double cotangent = 1 / StrictMath.tan(Math.PI / (2.0 * Student.ONCE_IN));
    // Probabilities good to 1e-14 are good to 3e-10 of their distance from 1, and so is x.
    assertEquals(cotangent, Student.errors(2), cotangent * 1e-6);
    // The normal law's x is 4.003168, and Student's above it by x (x^2 + 1) / (4 n) = 0.000170.
    assertEquals(4.003338, Student.errors(100_000), 1e-6);
    assertTrue(Student.errors(8) > Student.errors(64));
  }
}
