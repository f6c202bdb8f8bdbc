// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.check;

/** Collects the cases of one check; not for use by several threads at once. */
public final class Tally {
  private int cases;
  private int failed;
  private String firstFailure = "";
  private double worstRatio = -1;
  private String worst = "";
  private String skipped = "";

  /** Tells a case that holds or does not; {@code detail} is only read when it does not. */
  public void holds(String name, boolean holds, String detail) {
    cases++;
    if (!holds) {
      failed++;
      if (firstFailure.isEmpty()) {
        firstFailure = name + ": " + detail;
      }
    }
  }

  /**
   * Tells a case in which an error must not exceed a derived bound. Fails also if either is NaN.
   *
   * @param error the size of the deviation
   * @param bound the bound it must not exceed
   */
  public void within(String name, double error, double bound) {
    double ratio = error == 0 ? 0 : error / bound;
    if (!(ratio <= worstRatio)) {
      worstRatio = ratio;
      worst = String.format(java.util.Locale.ROOT, "%.3g of its bound, %s", ratio, name);
    }
    holds(name, error <= bound, "error " + error + " exceeds the bound " + bound);
  }

  /** Says what the nearest case was, where no single ratio tells. */
  public void worst(String text) {
    worst = text;
  }

  /** Leaves the check undecided: what it needs is missing, and how to add it. */
  public void skip(String why) {
    skipped = why;
  }

  CheckResult result(Check check) {
    if (!skipped.isEmpty() && failed == 0) {
      return new CheckResult(
          check.id(),
          check.title(),
          check.how(),
          CheckResult.Status.SKIPPED,
          cases,
          worst,
          skipped);
    }
    boolean pass = cases > 0 && failed == 0;
    String why =
        pass
            ? ""
            : cases == 0
                ? "no case was decided"
                : failed + " of " + cases + " cases failed, the first: " + firstFailure;
    return new CheckResult(
        check.id(),
        check.title(),
        check.how(),
        pass ? CheckResult.Status.PASS : CheckResult.Status.FAIL,
        cases,
        worst,
        why);
  }
}
