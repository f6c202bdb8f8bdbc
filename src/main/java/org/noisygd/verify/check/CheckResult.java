// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.check;

import java.util.Locale;
import org.noisygd.report.Evidence;

/**
 * The result of a check.
 *
 * @param id the claim's id
 * @param title one line for any reader
 * @param how the kind of evidence
 * @param status the outcome
 * @param cases the number of decided cases
 * @param worst the case closest to failing, with its number, or empty if nothing is measured
 * @param why the first failed case with its figures, or empty if every case held
 */
public record CheckResult(
    String id, String title, Evidence how, Status status, int cases, String worst, String why) {
  /** The outcomes. */
  public enum Status {
    /** Every case held, and there was at least one. */
    PASS,
    /** A case did not hold, or there was no case. */
    FAIL;

    /** The name of this outcome in tables and JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
