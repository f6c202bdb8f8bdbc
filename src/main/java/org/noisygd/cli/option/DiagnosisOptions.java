// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.option;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.number.Require;
import picocli.CommandLine.Option;

/** The option {@code --diagnosis-timeout}. */
public final class DiagnosisOptions {
  @Option(
      names = "--diagnosis-timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "Seconds for the explanation after a failed verdict (default ${DEFAULT-VALUE}); 0 for no explanation.")
  private double timeout;

  /**
   * Makes deadlines of explanations, each counted from its start.
   *
   * @param progress the receiver of the time of the search
   * @throws IllegalArgumentException if the time is negative, or more than a day
   */
  public Supplier<DiagnosisDeadline> deadlines(Consumer<String> progress) {
    Require.that(
        timeout >= 0 && timeout <= RunLimits.A_DAY,
        "--diagnosis-timeout",
        "be >= 0 and at most 86400 s",
        timeout);
    Duration limit = Duration.ofMillis(Math.round(timeout * 1000));
    return () -> new DiagnosisDeadline(limit, progress);
  }
}
