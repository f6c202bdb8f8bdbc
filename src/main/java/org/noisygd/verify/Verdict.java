// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify;

import java.util.Locale;

/** The outcome of a whole verification. */
public enum Verdict {
  /** No check failed, and at least one held. */
  PASS(0),
  /** A check failed. */
  FAIL(1),
  /** Every check was skipped. */
  UNDECIDED(3);

  private final int exitStatus;

  Verdict(int exitStatus) {
    this.exitStatus = exitStatus;
  }

  /** The exit status that says this: 0 holds, 1 does not hold, 3 could not be judged. */
  public int exitStatus() {
    return exitStatus;
  }

  /** The word used in JSON: pass, fail or undecided. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
