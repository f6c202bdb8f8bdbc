// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.verify.check.Check;

/**
 * The checks of all claims except the golden data: the arithmetics, then the paper in its order,
 * its errata, and the noise. They are independent and may run in parallel.
 */
public final class ClaimChecks {
  private ClaimChecks() {}

  /** All checks, before a run. */
  public static List<Check> all() {
    List<Check> all = new ArrayList<>();
    all.addAll(ArithmeticChecks.all());
    all.addAll(RankOneChecks.all());
    all.addAll(SmoothingChecks.all());
    all.addAll(Lemma3Checks.all());
    all.addAll(Theorem2Checks.all());
    all.addAll(DynamicsChecks.all());
    all.addAll(LandscapeErrata.all());
    all.addAll(DescentErrata.all());
    all.addAll(NoiseChecks.all());
    return List.copyOf(all);
  }
}
