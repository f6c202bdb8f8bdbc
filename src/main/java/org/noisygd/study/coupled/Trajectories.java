// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fixedpoint.FixedPoint;
import org.noisygd.descent.fixedpoint.FixedPointNoise;
import org.noisygd.descent.fixedpoint.FixedPointTrajectory;
import org.noisygd.descent.fixedpoint.FixedPointUpdate;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.format.ArithmeticName;

/** The runs of one replicate: they share the start, the noise and the words of the roundings. */
public final class Trajectories {
  /** Minimum number of digits for the kernel; with fewer, every operation is rounded. */
  private static final int KERNEL_DIGITS = 20;

  private final Experiment setting;
  private final double[] x0;
  private final double[] y0;
  private final ReplicateWords words;

  /** The runs of a replicate from the setting's start. */
  public Trajectories(Experiment setting, long seed, long replicate) {
    this(
        setting, setting.startX(seed, replicate), setting.startY(seed, replicate), seed, replicate);
  }

  /** The runs of a replicate from another start. */
  public Trajectories(Experiment setting, double[] x0, double[] y0, long seed, long replicate) {
    this.setting = setting;
    this.x0 = x0.clone();
    this.y0 = y0.clone();
    this.words = new ReplicateWords(seed, replicate);
  }

  /**
   * The reference run, of which only the nearest doubles are read: decimals of at least {@value
   * #KERNEL_DIGITS} digits use the fixed-point kernel, up to its maximum.
   */
  public Trajectory reference(ArithmeticName name) {
    Arithmetic<?> arithmetic = name.operations(words);
    return arithmetic instanceof DecimalArithmetic decimal
            && decimal.digits() >= KERNEL_DIGITS
            && decimal.digits() <= FixedPoint.MAX_DIGITS
        ? new FixedPointReference(decimal.digits(), setting, x0, y0)
        : in(name);
  }

  /** The noise-free run in binary64. */
  public Trajectory noiseFree() {
    return new StoredTrajectory(ArithmeticName.BINARY64, setting, x0, y0, words) {
      @Override
      public double[] addedNoise(double[] noise) {
        return new double[noise.length];
      }
    };
  }

  /** The run in the named arithmetic. */
  public Trajectory in(ArithmeticName name) {
    if (name.roundsStores() || name.sums().isPresent() || name.equals(ArithmeticName.BINARY64)) {
      return new StoredTrajectory(name, setting, x0, y0, words);
    }
    words.begin(0); // the start is rounded by the same words in every arithmetic
    return new GenericTrajectory<>(name.operations(words), setting, x0, y0, words::begin);
  }

  /**
   * A reference run of P decimal digits by the {@link FixedPointUpdate}, which is much faster than
   * an update over decimals. M, the steps, the start and the noise are the setting's doubles,
   * rounded to multiples of 2^-F, F = ceil(P log2 10) + {@value FixedPoint#GUARD_BITS}. With x and
   * y the largest moduli of the perturbed iterate, an update is within
   *
   * <pre>  2^-F / 2 (1 + d2 y + r x (1 + etaX + d2 y^2))</pre>
   *
   * <p>of the exact one in each entry of X, and alike in Y (proved: claim FP.fixed-point). Beyond
   * 2^{@value FixedPointTrajectory#MAX_INTEGER_BITS} it throws an ArithmeticException.
   */
  static final class FixedPointReference implements Trajectory {
    private final FixedPointUpdate update;
    private final FixedPointTrajectory run;
    private final double[] x;
    private final double[] y;

    FixedPointReference(int digits, Experiment setting, double[] x0, double[] y0) {
      this.update =
          FixedPointUpdate.of(
              FixedPoint.ofDigits(digits), setting.target(), setting.stepSizes(), setting.r());
      this.run =
          FixedPointTrajectory.of(update, Factors.fromRows(Binary64.INSTANCE, x0, y0, setting.r()));
      this.x = new double[x0.length];
      this.y = new double[y0.length];
      run.roundTo(x, y);
    }

    @Override
    public void advance(long t, double[] noiseX, double[] noiseY) {
      run.apply(FixedPointNoise.of(update, noiseX, noiseY));
      run.roundTo(x, y);
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
}
