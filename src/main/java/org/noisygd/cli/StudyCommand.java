// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.precision.PrecisionCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./verify.sh study}: measurements on whole runs. */
@Command(
    name = "study",
    description = {
      "Measures whole runs: the paper's experiments, and what an arithmetic does to the noise phase.",
      ""
    },
    subcommands = {
      PrecisionCommand.class,
      ForecastCommand.class,
      PaperCommand.class,
      SweepCommand.class
    })
final class StudyCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandLine commandLine =
        spec == null ? new CommandLine(new StudyCommand()) : spec.commandLine();
    throw new ParameterException(
        commandLine, "study must be followed by precision, forecast, paper or sweep");
  }
}
