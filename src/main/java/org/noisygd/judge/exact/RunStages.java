// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.exact;

import java.util.function.IntToDoubleFunction;

/** What a run has beside its updates: which noise a step has, and which state is recorded. */
public final class RunStages {
  /** The step whose noise X, or Y, has at step t; it may lie beyond the run's ends. */
  public NoiseStep noiseOfX = (t, last) -> t;

  public NoiseStep noiseOfY = (t, last) -> t;

  /** Which steps have mistakes; the others are right. */
  public Steps wrong = (t, last) -> true;

  public boolean firstIsQuiet;
  public boolean lastIsQuiet;

  /** Which updates between two recorded states have no noise for X, or for Y. */
  public Updates quietX = (k, n) -> false;

  public Updates quietY = (k, n) -> false;

  /** Whether the noise of earlier steps stays. */
  public boolean accumulates;

  /** What the step sizes are multiplied by at step t. */
  public IntToDoubleFunction decay = t -> 1;

  /** How much of the last increment is added to the image. */
  public double momentum;

  /** How much of it is added to the iterate before the update. */
  public double lookahead;

  /** The state recorded for t is that of t plus this. */
  public int ahead;

  public boolean recordsPerturbed;

  /** Which of them are not made. */
  public Updates missing = (k, n) -> false;

  /** The step whose noise is used at step t; the run's last step is known. */
  public interface NoiseStep {
    int of(int t, int last);
  }

  /** Some of a run's steps; its last is known. */
  public interface Steps {
    boolean test(int t, int last);
  }

  /** Some of n updates between two recorded states, by their number k. */
  public interface Updates {
    boolean test(int k, int n);
  }

  /** Takes X's noise and Y's from the same step. */
  public void noise(NoiseStep step) {
    noiseOfX = step;
    noiseOfY = step;
  }
}
