// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.precision;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code ./verify.sh study precision}: five studies of what an arithmetic does to whole runs. */
@Command(
    name = "precision",
    description = {
      "Runs Perturbed GD in several arithmetics under the same noise and studies what the arithmetic"
          + " does to the run. Without one of the words below it runs drift.",
      ""
    },
    subcommands = {
      DriftCommand.class,
      SettledCommand.class,
      MapCommand.class,
      DistancesCommand.class,
      FormatsCommand.class
    },
    preprocessor = PrecisionCommand.Words.class,
    footer = {
      "",
      "The older spellings --settled, --map and --distances mean the same as these words.",
      PrecisionOptions.STATUS,
      "Example: ./verify.sh study precision drift --help"
    })
public final class PrecisionCommand {
  /** The study that is made unless told otherwise. */
  private static final String FIRST = "drift";

  /** For picocli. */
  PrecisionCommand() {}

  /**
   * Puts the word for a study in front of the options where there is none: that of an older
   * spelling, such as {@code --settled}, or {@link #FIRST}.
   */
  static final class Words implements IParameterPreprocessor {
    /** For picocli. */
    Words() {}

    @Override
    public boolean preprocess(
        Stack<String> arguments,
        CommandSpec precision,
        @Nullable ArgSpec none,
        Map<String, Object> info) {
      Map<String, CommandLine> studies = precision.subcommands();
      String next = arguments.isEmpty() ? "" : arguments.peek();
      if (studies.containsKey(next) || precision.findOption(next) != null) {
        return false;
      }
      Optional<String> older =
          studies.keySet().stream()
              .filter(word -> !word.equals(FIRST) && arguments.contains("--" + word))
              .findFirst();
      if (older.isPresent()) {
        arguments.remove("--" + older.get());
        requireOptionsOf(older.get(), studies, arguments);
      }
      arguments.push(older.orElse(FIRST));
      return false;
    }

    /** Refuses the options that only another study has. */
    private static void requireOptionsOf(
        String word, Map<String, CommandLine> studies, List<String> arguments) {
      for (String argument : arguments) {
        String name = argument.split("=", 2)[0];
        boolean here = false;
        boolean elsewhere = false;
        for (Map.Entry<String, CommandLine> study : studies.entrySet()) {
          boolean has =
              study.getValue().getCommandSpec().findOption(name) != null
                  || name.equals("--" + study.getKey());
          here |= has && study.getKey().equals(word);
          elsewhere |= has;
        }
        if (name.startsWith("--") && elsewhere && !here) {
          throw new ParameterException(
              studies.values().iterator().next().getParent(),
              "--" + word + " and " + name + " exclude each other");
        }
      }
    }
  }
}
