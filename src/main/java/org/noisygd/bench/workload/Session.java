// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.workload;

import java.io.IOException;
import java.math.BigDecimal;

/** The state of an implementation on a problem, from the start on. */
public interface Session extends AutoCloseable {
  /** The number of replicates that each step advances. */
  default int replicates() {
    return 1;
  }

  /**
   * Advances every replicate by this many updates and returns the CPU time of the thread that did
   * the work, in nanoseconds.
   *
   * @throws IOException if a peer fails
   */
  long run(long steps) throws IOException;

  /**
   * The entries of X, then of Y, each row by row, of one replicate.
   *
   * @throws IOException if a peer fails
   */
  BigDecimal[] iterate(int replicate) throws IOException;

  @Override
  default void close() {}
}
