// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import picocli.CommandLine.Command;

/** {@code ./verify.sh study}: measurements on whole runs. */
@Command(
    name = "study",
    description = {
      "Measures whole runs: the paper's experiments, and the effect of an arithmetic on the noise phase.",
      ""
    },
    subcommands = {
      PrecisionCommand.class,
      ForecastCommand.class,
      PaperCommand.class,
      SweepCommand.class
    })
final class StudyCommand {}
