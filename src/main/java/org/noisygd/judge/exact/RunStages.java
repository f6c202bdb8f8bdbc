// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.exact;

import java.util.function.IntToDoubleFunction;

/** What a run has besides its updates: which state is recorded, and what is carried on. */
public final class RunStages {
  /** Which steps have mistakes; the others are right. */
  public Steps wrong = (t, last) -> true;

  public boolean firstIsQuiet;
  public boolean lastIsQuiet;

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

  /** Which updates between two recorded states are not made. */
  public Side.Updates missing = (k, n) -> false;

  private final ExactObjective<?> sides;

  RunStages(ExactObjective<?> sides) {
    this.sides = sides;
  }

  /** Takes X's noise and Y's from the same step. */
  public void noise(Side.NoiseStep step) {
    sides.x.noiseStep = step;
    sides.y.noiseStep = step;
  }

  /** Some of a run's steps, given its last step. */
  public interface Steps {
    boolean test(int t, int last);
  }
}
