// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.verify.check.Check;

/**
 * Every check of the closed forms, in the order of the paper. Each is independent of the others, so
 * that they may run in parallel.
 */
public final class LandscapeChecks {
  private LandscapeChecks() {}

  /** All checks; none has run yet. */
  public static List<Check> all() {
    List<Check> all = new ArrayList<>();
    all.addAll(RankOneChecks.all());
    all.addAll(SmoothingChecks.all());
    all.addAll(Lemma3Checks.all());
    all.addAll(Theorem2Checks.all());
    all.addAll(DynamicsChecks.all());
    all.addAll(ConvergenceChecks.all());
    all.addAll(SolverChecks.all());
    all.addAll(LandscapeErrata.all());
    all.addAll(DescentErrata.all());
    return List.copyOf(all);
  }
}
