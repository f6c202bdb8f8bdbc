// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Require;

/**
 * A pair of perturbations in fixed point. Caches the form of the last kernel, so noise used again
 * is not converted again. Not thread-safe.
 */
public final class FixedPointNoise {
  private final FixedPointUpdate update;
  private final Function<FixedPointKernel, Object> forms;
  private @Nullable FixedPointKernel kernel;
  private @Nullable Object form;

  private FixedPointNoise(FixedPointUpdate update, Function<FixedPointKernel, Object> forms) {
    this.update = update;
    this.forms = forms;
  }

  /** Perturbations, each entry rounded once, for any number of updates. */
  public static <T> FixedPointNoise of(FixedPointUpdate update, Factors<T> noise) {
    BigInteger[] x = update.integers(noise.x(), update.d1());
    BigInteger[] y = update.integers(noise.y(), update.d2());
    return new FixedPointNoise(update, kernel -> kernel.form(x, y));
  }

  /** Perturbations from doubles, row by row, which is faster. */
  public static FixedPointNoise of(FixedPointUpdate update, double[] noiseX, double[] noiseY) {
    Require.entries("noiseX", noiseX, update.d1(), update.r());
    Require.entries("noiseY", noiseY, update.d2(), update.r());
    double[] x = noiseX.clone();
    double[] y = noiseY.clone();
    return new FixedPointNoise(update, kernel -> kernel.form(x, y));
  }

  /** The update of these perturbations. */
  FixedPointUpdate update() {
    return update;
  }

  /** The noise in a kernel's own form. */
  Object in(FixedPointKernel wanted) {
    Object known = form;
    if (known == null || kernel != wanted) {
      known = forms.apply(wanted);
      kernel = wanted;
      form = known;
    }
    return known;
  }
}
