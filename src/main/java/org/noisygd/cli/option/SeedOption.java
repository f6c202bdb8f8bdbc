// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.option;

import org.noisygd.study.StudyOptions;
import picocli.CommandLine.Option;

/** The option {@code --seed} of the studies. */
public final class SeedOption {
  @Option(names = "--seed", paramLabel = "S", description = "The seed (default ${DEFAULT-VALUE}).")
  private long seed = StudyOptions.DEFAULT_SEED;

  /** The seed. */
  public long value() {
    return seed;
  }
}
