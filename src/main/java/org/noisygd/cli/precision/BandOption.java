// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import org.noisygd.study.twin.VerdictRule;
import picocli.CommandLine.Option;

/** The option {@code --band} of the studies that give verdicts. */
final class BandOption {
  @Option(
      names = "--band",
      paramLabel = "B",
      defaultValue = "" + VerdictRule.DEFAULT_BAND,
      description =
          "A drift ratio within B of 1 is faithful, of 0 frozen (default ${DEFAULT-VALUE}).")
  private double band = VerdictRule.DEFAULT_BAND;

  /** How far from 1, or from 0, a drift ratio may be and still count as 1, or as 0. */
  double value() {
    return band;
  }
}
