// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

/** What a run has beside its updates: which noise a step has, and which state is recorded. */
final class RunPlan {
  /** The step whose noise X, or Y, has at step t; it may lie beyond the run's ends. */
  NoiseStep noiseOfX = (t, last) -> t;

  NoiseStep noiseOfY = (t, last) -> t;

  boolean firstIsQuiet;
  boolean lastIsQuiet;

  /** Whether the noise of earlier steps stays. */
  boolean accumulates;

  /** Whether the step size is divided by t + 1. */
  boolean decays;

  /** Whether 0.9 times the last increment is added. */
  boolean hasMomentum;

  /** The state recorded for t is that of t plus this. */
  int ahead;

  boolean recordsPerturbed;

  /** The step whose noise is used at step t; the run's last step is known. */
  interface NoiseStep {
    int of(int t, int last);
  }

  /** Takes X's noise and Y's from the same step. */
  void noise(NoiseStep step) {
    noiseOfX = step;
    noiseOfY = step;
  }
}
