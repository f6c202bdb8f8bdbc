// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.CheckGroup;

/**
 * The checks of all claims except the golden data, each group after the groups that it builds on.
 * They are independent and may run in parallel.
 */
public final class ClaimChecks {
  private ClaimChecks() {}

  /** All groups, before a run; the errata are the last. */
  public static List<CheckGroup> all() {
    List<Check> errata = new ArrayList<>(LandscapeErrata.all());
    errata.addAll(DescentErrata.all());
    return List.of(
        new CheckGroup(
            "Arithmetic",
            "every number format, and a closed form computed in it, is as accurate as declared",
            ArithmeticChecks.all()),
        new CheckGroup(
            "Landscape",
            "the objective F = 1/2 ||X Y^T - M||^2, its optima and saddles (Lemmas 1 and 2)",
            RankOneChecks.all()),
        new CheckGroup(
            "Smoothing",
            "the objective under noise, and the mean and covariance of one noisy update",
            SmoothingChecks.all()),
        new CheckGroup(
            "Lemma 3",
            "under noise only the balanced optima are left, at rank one",
            Lemma3Checks.all()),
        new CheckGroup(
            "Theorem 2",
            "the same at any rank, with the whole spectrum of the Hessian",
            Theorem2Checks.all()),
        new CheckGroup(
            "Descent",
            "gradient descent keeps its imbalance; noise removes it: how fast, and how far",
            DynamicsChecks.all()),
        new CheckGroup(
            "Noise",
            "Gaussian numbers by position, the same bits in every language",
            NoiseChecks.all()),
        new CheckGroup(
            "Errata",
            "places of the printed paper that need care, each with a counterexample",
            errata));
  }
}
