// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.option;

import java.time.Duration;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Require;
import org.noisygd.report.EarlyEnd;
import picocli.CommandLine.Option;

/** The option {@code --within} of commands that may end with the results so far. */
public final class WithinOption {
  private static final String FORM = "[1-9][0-9]{0,5}[smh]";

  @Option(
      names = "--within",
      paramLabel = "TIME",
      description = "End after TIME (90s, 10m, 2h) with the results so far, as Ctrl-C does.")
  private @Nullable String within;

  /**
   * What tells when the command should end; to be closed once its results are written.
   *
   * @throws IllegalArgumentException if the time cannot be read
   */
  public EarlyEnd end() {
    @Nullable String time = within;
    if (time == null) {
      return EarlyEnd.after(null);
    }
    Require.that(
        time.matches(FORM), "--within", "be a whole number of s, m or h, such as 10m", time);
    return EarlyEnd.after(Duration.parse("PT" + time.toUpperCase(Locale.ROOT)));
  }
}
