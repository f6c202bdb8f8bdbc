// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.option;

import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;
import picocli.CommandLine.Option;

/** The option {@code --threads} of commands whose result does not depend on it. */
public final class ThreadsOption {
  @Option(names = "--threads", paramLabel = "N", description = "Threads (default: all processors).")
  private @Nullable Integer threads;

  /** Returns true if the option was given. */
  public boolean isGiven() {
    return threads != null;
  }

  /**
   * The number of threads.
   *
   * @throws IllegalArgumentException if that is not positive
   */
  public int count() {
    @Nullable Integer given = threads;
    return Require.positive(
        "--threads", given == null ? Runtime.getRuntime().availableProcessors() : given);
  }
}
