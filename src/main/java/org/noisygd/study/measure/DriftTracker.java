// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.measure;

import java.util.function.IntToDoubleFunction;
import org.noisygd.study.statistics.DriftRatio;

/**
 * Follows the imbalance of one arithmetic and of the reference run from t0 to t1: the last step, or
 * the first at which D is a tenth of D(t0) in the reference run or a hundredth of it in the
 * arithmetic. If either imbalance changes its sign before that, t1 is the step before the change.
 */
public final class DriftTracker {
  private static final double REFERENCE_FALL = 0.1; // of D, in the reference run
  private static final double OWN_FALL = 0.01; // of D, in the arithmetic itself

  private final int replicates;
  private final long t0;
  private final long last;
  private final double misses;
  private final double[] own0;
  private final double[] reference0;
  private final double[] own;
  private final double[] reference;
  private double ownSum0;
  private double referenceSum0;
  private DriftRatio found;
  private boolean done;
  private long kept;

  /**
   * Prepares to follow from t0, negative for none, to at most the last step.
   *
   * @param misses probability that the interval misses
   */
  public DriftTracker(int replicates, long t0, long last, double misses) {
    this.replicates = replicates;
    this.t0 = t0;
    this.last = last;
    this.misses = misses;
    this.own0 = new double[replicates];
    this.reference0 = new double[replicates];
    this.own = new double[replicates];
    this.reference = new double[replicates];
    this.found = DriftRatio.undefined(replicates, t0, t0);
    this.done = t0 < 0 || t0 >= last;
  }

  /** Adds the imbalances of every replicate after step t, in the order of the steps. */
  public void at(long t, IntToDoubleFunction ofOwn, IntToDoubleFunction ofReference) {
    if (done || t < t0) {
      return;
    }
    double ownSum = 0;
    double referenceSum = 0;
    for (int i = 0; i < replicates; i++) {
      ownSum += ofOwn.applyAsDouble(i);
      referenceSum += ofReference.applyAsDouble(i);
    }
    if (t == t0) {
      ownSum0 = ownSum;
      referenceSum0 = referenceSum;
      keep(own0, ofOwn);
      keep(reference0, ofReference);
      return;
    }
    double ownPart = ownSum / ownSum0;
    double referencePart = referenceSum / referenceSum0;
    if (!Double.isFinite(ownPart) || !Double.isFinite(referencePart)) {
      found = DriftRatio.undefined(replicates, t0, t);
      done = true;
    } else if (ownPart <= 0 || referencePart <= 0) {
      if (t > t0 + 1) {
        found = DriftRatio.of(own0, own, reference0, reference, misses, t0, t - 1);
      }
      done = true;
    } else {
      keep(own, ofOwn);
      keep(reference, ofReference);
      kept = t;
      if (ownPart <= OWN_FALL || referencePart <= REFERENCE_FALL || t == last) {
        found = DriftRatio.of(own0, own, reference0, reference, misses, t0, t);
        done = true;
      }
    }
  }

  /** Ends the drift before t1 is reached: t1 becomes the last step so far. */
  public void end() {
    if (!done && kept > t0) {
      found = DriftRatio.of(own0, own, reference0, reference, misses, t0, kept);
    }
    done = true;
  }

  private void keep(double[] into, IntToDoubleFunction values) {
    for (int i = 0; i < replicates; i++) {
      into[i] = values.applyAsDouble(i);
    }
  }

  /** Returns true if t1 is reached, or never will be. */
  public boolean isDone() {
    return done;
  }

  /** The drift ratio; undefined before t1 is reached. */
  public DriftRatio found() {
    return found;
  }
}
