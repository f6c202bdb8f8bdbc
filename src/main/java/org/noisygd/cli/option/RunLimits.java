// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.option;

import java.time.Duration;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.number.Require;
import picocli.CommandLine.Option;

/** The options {@code --timeout} and {@code --seed}. */
public final class RunLimits {
  /** A day, in seconds. */
  static final double A_DAY = 24 * 60 * 60;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "Seconds to wait for one reply (default ${DEFAULT-VALUE}).")
  private double timeout;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed of the numbers in the cases (default ${DEFAULT-VALUE}).")
  private long seed = CaseSuite.DEFAULT_SEED;

  /**
   * The time for one reply, at least a millisecond.
   *
   * @throws IllegalArgumentException if it is not positive, or more than a day
   */
  public Duration timeout() {
    requireUpToADay("--timeout", timeout);
    return Duration.ofMillis(Math.max(1, Math.round(timeout * 1000)));
  }

  /** Refuses a time that is not positive, or more than a day. */
  public static void requireUpToADay(String option, double seconds) {
    Require.that(seconds > 0 && seconds <= A_DAY, option, "be > 0 and at most 86400 s", seconds);
  }

  /** The seed of the cases. */
  public long seed() {
    return seed;
  }
}
