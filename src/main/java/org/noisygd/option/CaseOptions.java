// SPDX-License-Identifier: Apache-2.0
package org.noisygd.option;

import java.time.Duration;
import org.noisygd.arithmetic.Require;
import org.noisygd.cases.CaseSuite;
import picocli.CommandLine.Option;

/** The options {@code --timeout} and {@code --seed}. */
public final class CaseOptions {
  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "The time for one reply; ${DEFAULT-VALUE} by default.")
  private double timeout = 30;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Fresh cases; the same seed gives the same ones. ${DEFAULT-VALUE} by default.")
  private long seed = CaseSuite.DEFAULT_SEED;

  /**
   * The time for one reply, at least a millisecond.
   *
   * @throws IllegalArgumentException if it is not finite and positive
   */
  public Duration timeout() {
    Require.that(
        Double.isFinite(timeout) && timeout > 0, "--timeout", "be finite and > 0", timeout);
    return Duration.ofMillis(Math.max(1, Math.round(timeout * 1000)));
  }

  /** The seed of the cases. */
  public long seed() {
    return seed;
  }
}
