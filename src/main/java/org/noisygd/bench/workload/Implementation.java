// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.workload;

import java.io.IOException;
import java.util.function.Predicate;

/**
 * A way to compute perturbed updates, ours or a peer's.
 *
 * @param name in every result; ours begin with {@code ours}
 * @param description what it is, in a line: the form of the gradient, the library, the flags
 * @param can whether it can compute a problem in the time that a benchmark has
 * @param opener begins at a problem's start
 */
public record Implementation(
    String name, String description, Predicate<Problem> can, Opener opener) {
  /** Begins at a problem's start; a peer may fail to. */
  @FunctionalInterface
  public interface Opener {
    Session open(Problem problem) throws IOException;
  }

  public boolean takes(Problem problem) {
    return can.test(problem);
  }

  public Session open(Problem problem) throws IOException {
    return opener.open(problem);
  }
}
