// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Set;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.IterateStore;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.StoreRounding;

/**
 * A run in binary64, in the order of operations of {@code PerturbedUpdate} in residual form, in
 * which chosen places round to an emulated format. Without any place it is that run bit for bit
 * (tested by {@code StoredTrajectoryTest}). The start is rounded to nearest where stores round.
 */
final class StoredTrajectory implements Trajectory {
  private final FlatProblem problem;
  private final double etaX;
  private final double etaY;
  private final ReplicateWords words;
  private final Set<RoundingSite> sites;

  private final StoreRounding rounding;
  private final IterateStore store;
  private final boolean stochastic;

  private final double[] x;
  private final double[] y;
  private final double[] keptX;
  private final double[] keptY;
  private final double[] computedX;
  private final double[] computedY;
  private final double[] workX;
  private final double[] workY;
  private final double[] xt;
  private final double[] yt;
  private final double[] residual;

  /** The format where no place rounds: never used. */
  private static final ArithmeticName UNUSED = ArithmeticName.parse("binary32");

  /** A run whose given places round as the name says; it must be one that rounds stores. */
  StoredTrajectory(
      ArithmeticName name,
      Set<RoundingSite> sites,
      Experiment setting,
      double[] x0,
      double[] y0,
      ReplicateWords words) {
    this.problem = new FlatProblem(setting);
    this.etaX = setting.etaX();
    this.etaY = setting.etaY();
    this.words = words;
    this.sites = Set.copyOf(sites);
    ArithmeticName used = sites.isEmpty() ? UNUSED : name;
    this.rounding =
        used.store()
            .orElseThrow(
                () -> new IllegalArgumentException("arithmetic must round stores, got " + name));
    this.store = new IterateStore(rounding, used.beside());
    this.stochastic = used.isStochastic();
    this.x = x0.clone();
    this.y = y0.clone();
    boolean carry = used.beside() == IterateStore.Beside.CARRY;
    this.keptX = carry ? new double[x.length] : x0.clone();
    this.keptY = carry ? new double[y.length] : y0.clone();
    if (sites.contains(RoundingSite.STORE)) {
      StoreRounding nearest = new StoreRounding(rounding.format(), Rounding.Directed.NEAREST);
      nearest.round(x, 0, x.length);
      nearest.round(y, 0, y.length);
    }
    this.computedX = x.clone();
    this.computedY = y.clone();
    this.workX = new double[x.length];
    this.workY = new double[y.length];
    this.xt = new double[x.length];
    this.yt = new double[y.length];
    this.residual = new double[problem.m.length];
  }

  @Override
  public void advance(long t, double[] noiseX, double[] noiseY) {
    for (int n = 0; n < xt.length; n++) {
      xt[n] = x[n] + noiseX[n];
    }
    for (int n = 0; n < yt.length; n++) {
      yt[n] = y[n] + noiseY[n];
    }
    round(t, RoundingSite.PERTURBED, xt, yt);
    problem.residual(xt, yt, residual);
    if (sites.contains(RoundingSite.RESIDUAL)) {
      round(t, RoundingSite.RESIDUAL, false, residual);
    }
    multiplyResidual(computedX, yt, problem.d1, problem.d2, problem.d2, 1);
    multiplyResidual(computedY, xt, problem.d2, problem.d1, 1, problem.d2);
    round(t, RoundingSite.GRADIENT, computedX, computedY);
    scale(computedX, etaX);
    scale(computedY, etaY);
    round(t, RoundingSite.STEP, computedX, computedY);
    descend(x, computedX);
    descend(y, computedY);
    if (sites.contains(RoundingSite.STORE)) {
      store(t, false, x, computedX, workX, keptX);
      store(t, true, y, computedY, workY, keptY);
    } else {
      System.arraycopy(computedX, 0, x, 0, x.length);
      System.arraycopy(computedY, 0, y, 0, y.length);
    }
  }

  private void round(long t, RoundingSite site, double[] ofX, double[] ofY) {
    if (sites.contains(site)) {
      round(t, site, false, ofX);
      round(t, site, true, ofY);
    }
  }

  private void round(long t, RoundingSite site, boolean ofY, double[] values) {
    if (stochastic) {
      rounding.round(values, 0, values.length, words.at(t, site, ofY, values.length));
    } else {
      rounding.round(values, 0, values.length);
    }
  }

  private void store(
      long t, boolean ofY, double[] stored, double[] computed, double[] work, double[] kept) {
    System.arraycopy(computed, 0, work, 0, work.length);
    store.store(
        stored,
        work,
        kept,
        stochastic ? words.at(t, RoundingSite.STORE, ofY, stored.length) : NO_WORDS);
  }

  private static final long[] NO_WORDS = {};

  /** g_ik = sum over j of A_ij w_jk, where A_ij is the residual at i rowStride + j columnStride. */
  private void multiplyResidual(
      double[] g, double[] w, int rows, int terms, int rowStride, int columnStride) {
    int r = problem.r;
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < r; k++) {
        double sum = residual[i * rowStride] * w[k];
        for (int j = 1; j < terms; j++) {
          sum += residual[i * rowStride + j * columnStride] * w[j * r + k];
        }
        g[i * r + k] = sum;
      }
    }
  }

  private static void scale(double[] g, double eta) {
    for (int n = 0; n < g.length; n++) {
      g[n] = eta * g[n];
    }
  }

  private static void descend(double[] iterate, double[] step) {
    for (int n = 0; n < step.length; n++) {
      step[n] = iterate[n] - step[n];
    }
  }

  @Override
  public double[] x() {
    return x;
  }

  @Override
  public double[] y() {
    return y;
  }

  @Override
  public double[] computedX() {
    return computedX;
  }

  @Override
  public double[] computedY() {
    return computedY;
  }
}
