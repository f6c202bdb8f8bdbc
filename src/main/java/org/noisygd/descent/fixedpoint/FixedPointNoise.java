// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A pair of perturbations in fixed point. What a kernel makes of it is kept, so that noise used
 * again is not converted again; not for use by several threads at once.
 */
public final class FixedPointNoise {
  private final FixedPointUpdate update;
  private final Function<FixedPointKernel, Object> forms;
  private @Nullable FixedPointKernel kernel;
  private @Nullable Object form;

  FixedPointNoise(FixedPointUpdate update, Function<FixedPointKernel, Object> forms) {
    this.update = update;
    this.forms = forms;
  }

  /** The update that it was made for. */
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
