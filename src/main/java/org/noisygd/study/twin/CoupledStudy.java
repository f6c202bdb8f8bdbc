// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A study of coupled runs. It may end early with what is known so far. The number of threads does
 * not change its result.
 *
 * @param <R> its result
 */
public interface CoupledStudy<R> {
  /** The runs in each arithmetic. */
  Runs runs();

  /** About the seconds that it takes. */
  double expectedSeconds(int threads);

  /**
   * Runs the study.
   *
   * @param threads how many replicates advance at a time
   * @param checkpoint where it may end with what is known so far, and go on later
   * @param progress takes the progress now and then, in words
   */
  R run(int threads, BooleanSupplier isEndDue, Consumer<String> progress);

  /** Runs the study to its end. */
  default R run(int threads, Consumer<String> progress) {
    return run(threads, () -> false, progress);
  }
}
