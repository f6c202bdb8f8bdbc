// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.workload;

import java.io.IOException;
import java.util.function.Predicate;

/**
 * An implementation of perturbed updates, ours or a peer's.
 *
 * @param name the name in results; ours begin with {@code ours}
 * @param description one line on the form of the gradient, the library, the flags
 * @param can true for problems that it computes in the time of a benchmark
 * @param opener the factory of sessions
 */
public record Implementation(
    String name, String description, Predicate<Problem> can, Opener opener) {
  /** A factory of sessions that begin at a problem's start; a peer may fail. */
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
