// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.util.Map;
import java.util.Stack;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** {@code ./verify.sh study precision}: the effect of an arithmetic on whole runs. */
@Command(
    name = "precision",
    description = {
      "Studies the effect of the arithmetic on Perturbed GD, under the same noise. Without one of"
          + " the commands below it runs drift.",
      ""
    },
    subcommands = {DriftCommand.class, DriftForecastCommand.class},
    preprocessor = PrecisionCommand.Words.class,
    footer = {"", PrecisionOptions.STATUS, "Example: ./verify.sh study precision drift --help"})
public final class PrecisionCommand {
  /** The study that runs by default. */
  private static final String FIRST = "drift";

  /** For picocli. */
  PrecisionCommand() {}

  /** Puts {@link #FIRST} in front of the options if no study is named. */
  static final class Words implements IParameterPreprocessor {
    /** For picocli. */
    Words() {}

    @Override
    public boolean preprocess(
        Stack<String> arguments,
        CommandSpec precision,
        @Nullable ArgSpec none,
        Map<String, Object> info) {
      String next = arguments.isEmpty() ? "" : arguments.peek();
      if (!precision.subcommands().containsKey(next) && precision.findOption(next) == null) {
        arguments.push(FIRST);
      }
      return false;
    }
  }
}
