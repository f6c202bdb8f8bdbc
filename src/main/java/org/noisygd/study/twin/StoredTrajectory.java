// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Optional;
import java.util.function.Supplier;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.IterateStore;
import org.noisygd.number.format.MatrixRounding;

/**
 * A run by {@link DoubleUpdate} in residual form that stores in an emulated format, or sums
 * products as its name says. Without either it equals the plain run bit for bit (tested by {@code
 * StoredTrajectoryTest}). The start is rounded to nearest where stores round.
 */
class StoredTrajectory implements Trajectory {
  private final Supplier<DoubleUpdate> updates;
  private final ReplicateWords words;
  private final Optional<IterateStore> store;
  private final Optional<AccumulatedProducts> products;
  private final boolean stochastic;

  private final double[] x;
  private final double[] y;
  private final double[] keptX;
  private final double[] keptY;
  private final double[] computedX;
  private final double[] computedY;
  private final double[] workX;
  private final double[] workY;

  /** Made at the first update that no batch makes: it has space for a residual. */
  private Optional<DoubleUpdate> update = Optional.empty();

  /** A run in an arithmetic that rounds stores or sums, or in binary64. */
  StoredTrajectory(
      ArithmeticName name, Experiment setting, double[] x0, double[] y0, ReplicateWords words) {
    this.updates =
        () -> new DoubleUpdate(GenericTrajectory.update(Binary64.INSTANCE, setting), setting.r());
    this.words = words;
    Optional<MatrixRounding> rounding = name.store(setting.r());
    this.store = rounding.map(name::iterateStore);
    this.products =
        name.sums().map(sums -> new AccumulatedProducts(sums, new FlatProblem(setting)));
    this.stochastic = name.isStochastic();
    this.x = x0.clone();
    this.y = y0.clone();
    boolean carry = name.beside() == IterateStore.Beside.CARRY;
    this.keptX = carry ? new double[x.length] : x0.clone();
    this.keptY = carry ? new double[y.length] : y0.clone();
    if (rounding.isPresent()) {
      MatrixRounding nearest = rounding.get().toNearest();
      nearest.round(x, NO_WORDS);
      nearest.round(y, NO_WORDS);
    }
    this.computedX = x.clone();
    this.computedY = y.clone();
    this.workX = new double[x.length];
    this.workY = new double[y.length];
  }

  @Override
  public void advance(long t, double[] noiseX, double[] noiseY) {
    if (update.isEmpty()) {
      update = Optional.of(updates.get());
    }
    DoubleUpdate.Stages stages = products.isPresent() ? products.get() : DoubleUpdate.Stages.NONE;
    update.get().apply(x, y, noiseX, noiseY, computedX, computedY, stages);
    store(t);
  }

  @Override
  public int parts() {
    return products.isEmpty() ? 1 : 0;
  }

  @Override
  public void store(long t) {
    if (store.isPresent()) {
      store(store.get(), t, false, x, computedX, workX, keptX);
      store(store.get(), t, true, y, computedY, workY, keptY);
    } else {
      System.arraycopy(computedX, 0, x, 0, x.length);
      System.arraycopy(computedY, 0, y, 0, y.length);
    }
  }

  private void store(
      IterateStore store,
      long t,
      boolean ofY,
      double[] stored,
      double[] computed,
      double[] work,
      double[] kept) {
    System.arraycopy(computed, 0, work, 0, work.length);
    store.store(stored, work, kept, stochastic ? words.at(t, ofY, stored.length) : NO_WORDS);
  }

  private static final long[] NO_WORDS = {};

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
