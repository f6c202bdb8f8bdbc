// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import java.util.List;
import java.util.function.LongConsumer;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DoubleDouble;

/**
 * A run by {@link PerturbedUpdate} over any arithmetic: the reference run, and runs that round each
 * operation. M, the steps, the start and the noise are the setting's doubles rounded once. If a
 * step size rounds to zero, its factor never moves.
 */
public final class GenericTrajectory<T> implements Trajectory {
  private final Arithmetic<T> arithmetic;
  private final PerturbedUpdate<T> update;
  private Factors<T> state;
  private final double[] x;
  private final double[] y;
  private final LongConsumer beforeStep;

  /**
   * A run of an experiment from a start.
   *
   * @param beforeStep the action before each update, given its step: it begins random words
   */
  public GenericTrajectory(
      Arithmetic<T> arithmetic,
      Experiment setting,
      double[] x0,
      double[] y0,
      LongConsumer beforeStep) {
    this.beforeStep = beforeStep;
    this.arithmetic = arithmetic;
    this.update = update(arithmetic, setting);
    this.x = x0.clone();
    this.y = y0.clone();
    this.state = Factors.fromRows(arithmetic, x0, y0, setting.r());
    show(arithmetic, state.x().entries(), x);
    show(arithmetic, state.y().entries(), y);
  }

  /** The update of a setting, whose M and step sizes are rounded once. */
  static <T> PerturbedUpdate<T> update(Arithmetic<T> arithmetic, Experiment setting) {
    return new PerturbedUpdate<>(
        setting.matrix(arithmetic),
        new StepSizes<>(
            arithmetic.fromDouble(setting.etaX()), arithmetic.fromDouble(setting.etaY())),
        UpdateForm.RESIDUAL);
  }

  @Override
  public void advance(long t, double[] noiseX, double[] noiseY) {
    beforeStep.accept(t);
    state = update.apply(state, Factors.fromRows(arithmetic, noiseX, noiseY, state.r()));
    show(arithmetic, state.x().entries(), x);
    show(arithmetic, state.y().entries(), y);
  }

  private static <T> void show(Arithmetic<T> arithmetic, List<T> entries, double[] shown) {
    for (int n = 0; n < shown.length; n++) {
      shown[n] = arithmetic.roundToDouble(entries.get(n));
    }
  }

  @Override
  public int parts() {
    return arithmetic instanceof DoubleDouble ? 2 : 0;
  }

  @Override
  public double[] x() {
    return x;
  }

  @Override
  public double[] y() {
    return y;
  }
}
