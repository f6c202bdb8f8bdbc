// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.check;

import java.util.function.Consumer;
import org.noisygd.report.Evidence;

/**
 * One claim that can be checked: its id (such as {@code L2.spectrum}), a sentence for any reader,
 * its kind of evidence, and the cases that decide it.
 *
 * @param id the claim's id, {@code PLACE.subject}
 * @param title one line for any reader
 * @param how the kind of evidence if every case holds
 * @param cases the cases, which report to the tally
 */
public record Check(String id, String title, Evidence how, Consumer<Tally> cases) {
  /** A claim whose cases are exact, without rounding. */
  public static Check exact(String id, String title, Consumer<Tally> cases) {
    return new Check(id, title, Evidence.EXACT, cases);
  }

  /** A claim whose cases are decided by rigorous bounds. */
  public static Check enclosed(String id, String title, Consumer<Tally> cases) {
    return new Check(id, title, Evidence.ENCLOSED, cases);
  }

  /** A claim whose cases compare two independent computations. */
  public static Check crossChecked(String id, String title, Consumer<Tally> cases) {
    return new Check(id, title, Evidence.CROSS_CHECKED, cases);
  }

  /** A claim whose cases are measurements. */
  public static Check measured(String id, String title, Consumer<Tally> cases) {
    return new Check(id, title, Evidence.MEASURED, cases);
  }

  /**
   * Runs every case. If a case throws, the check fails with the exception as the reason, even with
   * an error of the virtual machine such as lack of memory; other checks still run.
   */
  public CheckResult run() {
    Tally tally = new Tally();
    try {
      cases.accept(tally);
    } catch (RuntimeException e) {
      tally.holds(
          "unexpected " + e.getClass().getSimpleName(), false, String.valueOf(e.getMessage()));
    } catch (Error e) {
      return new CheckResult(id, title, how, CheckResult.Status.FAIL, 0, "", "stopped by " + e);
    }
    return tally.result(id, title, how);
  }
}
