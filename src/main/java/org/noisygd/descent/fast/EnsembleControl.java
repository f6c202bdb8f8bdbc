// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.noisygd.number.Require;

/**
 * How an {@code Ensemble} is run; nothing here changes a bit of its results.
 *
 * @param threads the number of threads, &gt;= 1
 * @param cancelled asked now and then by every thread; true ends the run
 * @param progress takes now and then, from any thread, how many single updates are done
 */
public record EnsembleControl(int threads, BooleanSupplier cancelled, LongConsumer progress) {
  /** Checks the number of threads. */
  public EnsembleControl {
    Require.positive("threads", threads);
  }

  /** A number of threads, with neither cancelling nor progress. */
  public static EnsembleControl threads(int threads) {
    return new EnsembleControl(threads, () -> false, done -> {});
  }
}
