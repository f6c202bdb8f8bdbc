// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.measure;

import java.util.function.IntToDoubleFunction;
import org.noisygd.study.statistics.DriftRatio;

/**
 * Follows the imbalance of one arithmetic and of the twin from t0 until t1 is reached: the last
 * step, or the first at which D is a tenth of D(t0) in the twin or a hundredth of it in the
 * arithmetic. Where either changes its sign within one step before that, t1 is the step before.
 */
public final class DriftTracker {
  private static final double TWIN_SHARE = 0.1;
  private static final double OWN_SHARE = 0.01;

  private final int replicates;
  private final long t0;
  private final long last;
  private final double misses;
  private final double[] own0;
  private final double[] twin0;
  private final double[] own;
  private final double[] twin;
  private double ownSum0;
  private double twinSum0;
  private DriftRatio found;
  private boolean done;
  private long kept;

  /**
   * Follows from t0, which is negative for none, to the last step at most.
   *
   * @param misses the chance with which the interval misses
   */
  public DriftTracker(int replicates, long t0, long last, double misses) {
    this.replicates = replicates;
    this.t0 = t0;
    this.last = last;
    this.misses = misses;
    this.own0 = new double[replicates];
    this.twin0 = new double[replicates];
    this.own = new double[replicates];
    this.twin = new double[replicates];
    this.found = DriftRatio.undefined(replicates, t0, t0);
    this.done = t0 < 0 || t0 >= last;
  }

  /** Takes the imbalances of every replicate after step t, in the order of the steps. */
  public void at(long t, IntToDoubleFunction ofOwn, IntToDoubleFunction ofTwin) {
    if (done || t < t0) {
      return;
    }
    double ownSum = 0;
    double twinSum = 0;
    for (int i = 0; i < replicates; i++) {
      ownSum += ofOwn.applyAsDouble(i);
      twinSum += ofTwin.applyAsDouble(i);
    }
    if (t == t0) {
      ownSum0 = ownSum;
      twinSum0 = twinSum;
      keep(own0, ofOwn);
      keep(twin0, ofTwin);
      return;
    }
    double ownShare = ownSum / ownSum0;
    double twinShare = twinSum / twinSum0;
    if (!Double.isFinite(ownShare) || !Double.isFinite(twinShare)) {
      found = DriftRatio.undefined(replicates, t0, t);
      done = true;
    } else if (ownShare <= 0 || twinShare <= 0) {
      if (t > t0 + 1) {
        found = DriftRatio.of(own0, own, twin0, twin, misses, t0, t - 1);
      }
      done = true;
    } else {
      keep(own, ofOwn);
      keep(twin, ofTwin);
      kept = t;
      if (ownShare <= OWN_SHARE || twinShare <= TWIN_SHARE || t == last) {
        found = DriftRatio.of(own0, own, twin0, twin, misses, t0, t);
        done = true;
      }
    }
  }

  /** Ends the drift before t1 is reached: t1 is the last step that was taken. */
  public void end() {
    if (!done && kept > t0) {
      found = DriftRatio.of(own0, own, twin0, twin, misses, t0, kept);
    }
    done = true;
  }

  private void keep(double[] into, IntToDoubleFunction values) {
    for (int i = 0; i < replicates; i++) {
      into[i] = values.applyAsDouble(i);
    }
  }

  /** Whether t1 is reached, or never will be. */
  public boolean isDone() {
    return done;
  }

  /** The drift ratio; undefined before t1 is reached. */
  public DriftRatio found() {
    return found;
  }
}
