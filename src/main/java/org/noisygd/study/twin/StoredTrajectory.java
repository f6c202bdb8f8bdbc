// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.IterateStore;
import org.noisygd.number.format.MatrixRounding;

/**
 * A run by {@link DoubleUpdate} in residual form, in which chosen places round to an emulated
 * format, or products are summed as its name says. Without either it equals the plain run bit for
 * bit (tested by {@code StoredTrajectoryTest}). The start is rounded to nearest where stores round.
 */
final class StoredTrajectory implements Trajectory {
  private final Supplier<DoubleUpdate> updates;
  private final ReplicateWords words;
  private final Set<RoundingSite> sites;

  private final MatrixRounding ofFactors;
  private final MatrixRounding ofResidual;
  private final IterateStore store;
  private final Optional<AccumulatedProducts> products;
  private final boolean stochastic;

  /** Whether nothing but stores rounds. */
  private final boolean plain;

  private final boolean stores;

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

  /** The format where no place rounds: never used. */
  private static final ArithmeticName UNUSED = ArithmeticName.parse("binary32");

  /** A run in which the given places round as the name says, which must round stores. */
  StoredTrajectory(
      ArithmeticName name,
      Set<RoundingSite> sites,
      Experiment setting,
      double[] x0,
      double[] y0,
      ReplicateWords words) {
    this.updates =
        () -> new DoubleUpdate(GenericTrajectory.update(Binary64.INSTANCE, setting), setting.r());
    this.words = words;
    this.sites = Set.copyOf(sites);
    ArithmeticName used = sites.isEmpty() ? UNUSED : name;
    this.ofFactors = rounding(used, setting.r());
    this.ofResidual = rounding(used, setting.d2());
    this.store = used.iterateStore(ofFactors);
    this.products =
        name.sums().map(sums -> new AccumulatedProducts(sums, new FlatProblem(setting)));
    this.plain = products.isEmpty() && Set.of(RoundingSite.STORE).containsAll(sites);
    this.stores = sites.contains(RoundingSite.STORE);
    this.stochastic = used.isStochastic();
    this.x = x0.clone();
    this.y = y0.clone();
    boolean carry = used.beside() == IterateStore.Beside.CARRY;
    this.keptX = carry ? new double[x.length] : x0.clone();
    this.keptY = carry ? new double[y.length] : y0.clone();
    if (stores) {
      MatrixRounding nearest = ofFactors.toNearest();
      nearest.round(x, NO_WORDS);
      nearest.round(y, NO_WORDS);
    }
    this.computedX = x.clone();
    this.computedY = y.clone();
    this.workX = new double[x.length];
    this.workY = new double[y.length];
  }

  private static MatrixRounding rounding(ArithmeticName name, int columns) {
    return name.store(columns)
        .orElseThrow(
            () -> new IllegalArgumentException("arithmetic must round stores, got " + name));
  }

  @Override
  public void advance(long t, double[] noiseX, double[] noiseY) {
    DoubleUpdate.Stages stages =
        plain
            ? DoubleUpdate.Stages.NONE
            : products.isPresent() ? products.get() : new RoundedStages(t);
    if (update.isEmpty()) {
      update = Optional.of(updates.get());
    }
    update.get().apply(x, y, noiseX, noiseY, computedX, computedY, stages);
    store(t);
  }

  @Override
  public Optional<PlainUpdate> plain(double[] noiseX, double[] noiseY) {
    return plain
        ? Optional.of(PlainUpdate.of(this, noiseX, noiseY, this::store))
        : Optional.empty();
  }

  /** Stores what the update from step t computed. */
  private void store(long t) {
    if (stores) {
      store(t, false, x, computedX, workX, keptX);
      store(t, true, y, computedY, workY, keptY);
    } else {
      System.arraycopy(computedX, 0, x, 0, x.length);
      System.arraycopy(computedY, 0, y, 0, y.length);
    }
  }

  /** The roundings of the update from step t. */
  private final class RoundedStages implements DoubleUpdate.Stages {
    private final long t;

    RoundedStages(long t) {
      this.t = t;
    }

    @Override
    public void perturbed(double[] xt, double[] yt) {
      round(RoundingSite.PERTURBED, xt, yt);
    }

    @Override
    public void residual(double[] residual) {
      if (sites.contains(RoundingSite.RESIDUAL)) {
        StoredTrajectory.this.round(t, ofResidual, RoundingSite.RESIDUAL, false, residual);
      }
    }

    @Override
    public void gradient(double[] gx, double[] gy) {
      round(RoundingSite.GRADIENT, gx, gy);
    }

    @Override
    public void step(double[] stepX, double[] stepY) {
      round(RoundingSite.STEP, stepX, stepY);
    }

    private void round(RoundingSite site, double[] ofX, double[] ofY) {
      if (sites.contains(site)) {
        StoredTrajectory.this.round(t, ofFactors, site, false, ofX);
        StoredTrajectory.this.round(t, ofFactors, site, true, ofY);
      }
    }
  }

  private void round(
      long t, MatrixRounding rounding, RoundingSite site, boolean ofY, double[] values) {
    rounding.round(values, stochastic ? words.at(t, site, ofY, values.length) : NO_WORDS);
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
