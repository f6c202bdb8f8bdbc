// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.check;

import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Rationals;
import org.noisygd.number.Text;
import org.noisygd.report.Evidence;

/** A collector of the cases of one check; not thread-safe. */
public final class Tally {
  private int cases;
  private int failed;
  private String firstFailure = "";
  private double worstRatio = -1;
  private String worst = "";

  /** Adds a case that holds or fails; {@code detail} is used only if it fails. */
  public void holds(String name, boolean holds, String detail) {
    cases++;
    if (!holds) {
      failed++;
      if (firstFailure.isEmpty()) {
        firstFailure = name + ": " + detail;
      }
    }
  }

  /** Adds a case that holds if two values are equal. */
  public void equal(String name, Object actual, Object expected) {
    holds(name, actual.equals(expected), actual + ", expected " + expected);
  }

  /** Adds a case that holds if a number is exactly at most another. */
  public void atMost(String name, BigFraction actual, BigFraction most) {
    holds(name, Rationals.compare(actual, most) <= 0, actual + " > " + most);
  }

  /**
   * Adds a case that holds if an error does not exceed a derived bound; NaN fails.
   *
   * @param error the absolute error
   * @param bound the bound
   */
  public void within(String name, double error, double bound) {
    double ratio = error == 0 ? 0 : error / bound;
    if (!(ratio <= worstRatio)) {
      worstRatio = ratio;
      worst = Text.format("%.3g of its bound, %s", ratio, name);
    }
    holds(name, error <= bound, "error " + error + " exceeds the bound " + bound);
  }

  /** Sets the description of the case nearest to failing, if a ratio does not suffice. */
  public void worst(String text) {
    worst = text;
  }

  /** The result for the claim with this id, title and kind of evidence. */
  CheckResult result(String id, String title, Evidence how) {
    CheckResult.Status status = CheckResult.Status.PASS;
    String why = "";
    if (cases == 0) {
      status = CheckResult.Status.FAIL;
      why = "no case was decided";
    } else if (failed > 0) {
      status = CheckResult.Status.FAIL;
      why = failed + " of " + cases + " cases failed, the first: " + firstFailure;
    }
    return new CheckResult(id, title, how, status, cases, worst, why);
  }
}
