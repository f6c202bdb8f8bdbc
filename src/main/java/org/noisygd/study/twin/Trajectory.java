// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One run of Perturbed GD in some arithmetic, advanced update by update. Arrays hold an iterate row
 * by row, each entry as the nearest double; they change at the next update and are read, never
 * written, by others.
 */
public interface Trajectory {
  /**
   * The plain update of a run in residual form as the arrays from which a batch can make it: X and
   * Y of the run, in double-double with low parts beside them, and the noise. The new iterate goes
   * to what the run computed.
   */
  final class PlainUpdate {
    final Trajectory run;
    final double[] noiseX;
    final double[] noiseY;

    /** The low parts of X; empty in binary64. */
    final double[] lowX;

    /** The low parts of Y; empty in binary64. */
    final double[] lowY;

    /** Takes the step from which the update was made, once it is computed. */
    final LongConsumer computed;

    private PlainUpdate(
        Trajectory run, double[] noiseX, double[] noiseY, boolean wide, LongConsumer computed) {
      this.run = run;
      this.noiseX = noiseX;
      this.noiseY = noiseY;
      this.lowX = new double[wide ? noiseX.length : 0];
      this.lowY = new double[wide ? noiseY.length : 0];
      this.computed = computed;
    }

    /** An update in binary64. */
    static PlainUpdate of(Trajectory run, double[] noiseX, double[] noiseY, LongConsumer computed) {
      return new PlainUpdate(run, noiseX, noiseY, false, computed);
    }

    /** An update in double-double of a run whose numbers are doubles so far. */
    static PlainUpdate ofDoubleDouble(Trajectory run, double[] noiseX, double[] noiseY) {
      return new PlainUpdate(run, noiseX, noiseY, true, t -> {});
    }

    /** Whether it is in double-double. */
    boolean isWide() {
      return lowX.length > 0;
    }
  }

  /** Makes the update from step t to t + 1 with this noise. */
  void advance(long t, double[] noiseX, double[] noiseY);

  /**
   * Makes the update under a replicate's noise.
   *
   * @return false if the run left the numbers of an arithmetic of unlimited exponent: it has no
   *     infinity, so its exponent itself overflows
   */
  default boolean advances(long t, ReplicateNoise noise) {
    try {
      advance(t, noise.x, noise.y);
      return true;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /**
   * The run's update as arrays from which a batch can make it; empty if it is not the plain one.
   * For a run that has not begun. From then on either the batch makes all updates or the run does.
   *
   * @param noiseX where the noise of X will be at each update
   * @param noiseY where that of Y will be
   */
  default Optional<PlainUpdate> plain(double[] noiseX, double[] noiseY) {
    return Optional.empty();
  }

  /** X. */
  double[] x();

  /** Y. */
  double[] y();

  /** X as the last update computed it, before it was stored; X itself if stores do not round. */
  default double[] computedX() {
    return x();
  }

  /** Y as the last update computed it, before it was stored; Y itself if stores do not round. */
  default double[] computedY() {
    return y();
  }
}
