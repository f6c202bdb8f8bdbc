// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.exact;

import java.util.function.IntToDoubleFunction;

/** What a run has besides its updates: which state is recorded, and what is carried on. */
public final class RunStages {
  /**
   * A step of a run.
   *
   * @param t the step
   * @param last the last step with noise
   * @param k its number among the updates between two recorded states
   * @param n how many updates these are
   */
  public record Step(int t, int last, int k, int n) {}

  /** Whether each step also has the noise of all earlier steps. */
  public boolean accumulates;

  /** What the step sizes are multiplied by at step t. */
  public IntToDoubleFunction decay = t -> 1;

  /** How much of the last increment is added to the image. */
  public double momentum;

  /** How much of the last increment is added to the iterate before the update. */
  public double lookahead;

  /** The state recorded for t is that of t + ahead. */
  public int ahead;

  public boolean recordsPerturbed;

  private final ExactObjective<?> sides;

  RunStages(ExactObjective<?> sides) {
    this.sides = sides;
  }

  /** Takes X's noise and Y's from the same step. */
  public void noise(Side.NoiseStep step) {
    sides.x.noiseStep = step;
    sides.y.noiseStep = step;
  }
}
