// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.noisygd.report.Evidence;

/** Known answers: what a check reports of its cases. */
class CheckTest {
  private static CheckResult run(Consumer<Tally> cases) {
    return new Check("T.id", "a title", Evidence.EXACT, cases).run();
  }

  @Test
  void run_everyCaseHolds_passes() {
    CheckResult result =
        run(
            tally -> {
              tally.holds("first", true, "unread");
              tally.holds("second", true, "unread");
            });
    assertEquals(
        new CheckResult("T.id", "a title", Evidence.EXACT, CheckResult.Status.PASS, 2, "", ""),
        result);
    assertEquals("pass", result.status().word());
  }

  @Test
  void run_someCasesFail_tellsTheFirst() {
    CheckResult result =
        run(
            tally -> {
              tally.holds("good", true, "unread");
              tally.holds("bad", false, "1 is not 2");
              tally.holds("worse", false, "1 is not 3");
            });
    assertEquals(CheckResult.Status.FAIL, result.status());
    assertEquals("2 of 3 cases failed, the first: bad: 1 is not 2", result.why());
  }

  @Test
  void run_noCase_fails() {
    CheckResult result = run(tally -> {});
    assertEquals(CheckResult.Status.FAIL, result.status());
    assertEquals("no case was decided", result.why());
  }

  @Test
  void run_caseThrows_fails() {
    CheckResult result =
        run(
            tally -> {
              throw new ArithmeticException("no root");
            });
    assertEquals(CheckResult.Status.FAIL, result.status());
    assertEquals(
        "1 of 1 cases failed, the first: unexpected ArithmeticException: no root", result.why());
  }

  @Test
  void within_severalCases_namesTheNearestToItsBound() {
    CheckResult result =
        run(
            tally -> {
              tally.within("far", 1, 8);
              tally.within("near", 1, 2);
              tally.within("exact", 0, 0);
            });
    assertEquals(CheckResult.Status.PASS, result.status());
    assertEquals("0.500 of its bound, near", result.worst());
  }

  @Test
  void within_beyondTheBoundOrNaN_fails() {
    assertEquals(CheckResult.Status.FAIL, run(t -> t.within("over", 3, 2)).status());
    assertEquals(CheckResult.Status.FAIL, run(t -> t.within("nan", Double.NaN, 2)).status());
    assertEquals(CheckResult.Status.FAIL, run(t -> t.within("nan", 1, Double.NaN)).status());
    assertEquals(CheckResult.Status.FAIL, run(t -> t.within("zero", 1, 0)).status());
  }

  @Test
  void word_ofEachHow_isTheOneInTheReport() {
    assertEquals("cross-checked", Evidence.CROSS_CHECKED.word());
    assertEquals("enclosed", Evidence.ENCLOSED.word());
  }
}
