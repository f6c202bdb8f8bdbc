// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.function.IntToDoubleFunction;

/** What a run has beside its updates: which noise a step has, and which state is recorded. */
final class RunStages {
  /** The step whose noise X, or Y, has at step t; it may lie beyond the run's ends. */
  NoiseStep noiseOfX = (t, last) -> t;

  NoiseStep noiseOfY = (t, last) -> t;

  /** Which steps have mistakes; the others are right. */
  Steps wrong = (t, last) -> true;

  boolean firstIsQuiet;
  boolean lastIsQuiet;

  /** Which updates between two recorded states have no noise for X, or for Y. */
  Updates quietX = (k, n) -> false;

  Updates quietY = (k, n) -> false;

  /** Whether the noise of earlier steps stays. */
  boolean accumulates;

  /** What the step sizes are multiplied by at step t. */
  IntToDoubleFunction decay = t -> 1;

  /** How much of the last increment is added to the image. */
  double momentum;

  /** How much of it is added to the iterate before the update. */
  double lookahead;

  /** The state recorded for t is that of t plus this. */
  int ahead;

  boolean recordsPerturbed;

  /** Which of them are not made. */
  Updates missing = (k, n) -> false;

  /** The step whose noise is used at step t; the run's last step is known. */
  interface NoiseStep {
    int of(int t, int last);
  }

  /** Some of a run's steps; its last is known. */
  interface Steps {
    boolean test(int t, int last);
  }

  /** Some of n updates between two recorded states, by their number k. */
  interface Updates {
    boolean test(int k, int n);
  }

  /** Takes X's noise and Y's from the same step. */
  void noise(NoiseStep step) {
    noiseOfX = step;
    noiseOfY = step;
  }
}
