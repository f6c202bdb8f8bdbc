// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.workload;

import java.io.IOException;

/** A way to compute perturbed updates, ours or a peer's. */
public interface Implementation {
  /** Its name in every result; ours begin with {@code ours}. */
  String name();

  /** What it is, in a line: the form of the gradient, the library, the flags. */
  String description();

  /** Whether it can compute the problem, in the time that a benchmark has. */
  boolean takes(Problem problem);

  /**
   * Begins at the problem's start.
   *
   * @throws IOException if a peer cannot
   */
  Session open(Problem problem) throws IOException;
}
