// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import java.util.Optional;
import java.util.function.Supplier;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.IterateStorage;
import org.noisygd.number.format.MatrixRounding;

/**
 * A run by {@link DoubleUpdate} in residual form that stores in an emulated format, or sums
 * products as its name says. Without a format and such sums it equals the plain run bitwise (tested
 * by {@code StoredTrajectoryTest}). The start is rounded to nearest if stores round.
 */
class StoredTrajectory implements Trajectory {
  private final Supplier<DoubleUpdate> updates;
  private final ReplicateWords words;
  private final Optional<IterateStorage> store;
  private final Optional<AccumulatedProducts> products;
  private final boolean stochastic;
  private final Factor x;
  private final Factor y;

  /** Constructed at the first update outside of a batch, since it has space for a residual. */
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
        name.sums().map(sums -> new AccumulatedProducts(sums, new ArrayProblem(setting)));
    this.stochastic = name.isStochastic();
    Optional<MatrixRounding> nearest = rounding.map(MatrixRounding::toNearest);
    boolean compensated = name.beside() == IterateStorage.Beside.CARRY;
    this.x = new Factor(x0, nearest, compensated);
    this.y = new Factor(y0, nearest, compensated);
  }

  /** X or Y: as stored, as the last update computed it, and the compensation term or copy. */
  private static final class Factor {
    final double[] stored;
    final double[] computed;
    final double[] kept;
    final double[] work;

    Factor(double[] start, Optional<MatrixRounding> nearest, boolean compensated) {
      this.stored = start.clone();
      this.kept = compensated ? new double[start.length] : start.clone();
      nearest.ifPresent(rounding -> rounding.round(stored, NO_WORDS));
      this.computed = stored.clone();
      this.work = new double[start.length];
    }
  }

  @Override
  public void advance(long t, double[] noiseX, double[] noiseY) {
    if (update.isEmpty()) {
      update = Optional.of(updates.get());
    }
    DoubleUpdate.Stages stages = products.isPresent() ? products.get() : DoubleUpdate.Stages.NONE;
    update.get().apply(x.stored, y.stored, noiseX, noiseY, x.computed, y.computed, stages);
    store(t);
  }

  @Override
  public int parts() {
    return products.isEmpty() ? 1 : 0;
  }

  @Override
  public void store(long t) {
    store(x, t, false);
    store(y, t, true);
  }

  private void store(Factor factor, long t, boolean ofY) {
    double[] stored = factor.stored;
    double[] target = store.isPresent() ? factor.work : stored;
    System.arraycopy(factor.computed, 0, target, 0, target.length);
    if (store.isPresent()) {
      long[] random = stochastic ? words.at(t, ofY, stored.length) : NO_WORDS;
      store.get().store(stored, factor.work, factor.kept, random);
    }
  }

  private static final long[] NO_WORDS = {};

  @Override
  public double[] x() {
    return x.stored;
  }

  @Override
  public double[] y() {
    return y.stored;
  }

  @Override
  public double[] computedX() {
    return x.computed;
  }

  @Override
  public double[] computedY() {
    return y.computed;
  }
}
