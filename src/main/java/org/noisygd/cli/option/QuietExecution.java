// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.option;

import java.io.OutputStream;
import java.io.PrintStream;
import org.noisygd.report.Terminal;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Runs a command as picocli does; with {@code --quiet} it shows no output and no progress. */
public final class QuietExecution implements IExecutionStrategy {
  private final RunLast plain = new RunLast();

  @Override
  public int execute(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (!last.hasMatchedOption(ResultOptions.QUIET)) {
      return plain.execute(parsed);
    }
    PrintStream out = System.out;
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
      System.setOut(nowhere);
      System.setProperty(Terminal.QUIET, "true");
      return plain.execute(parsed);
    } finally {
      System.setProperty(Terminal.QUIET, "false");
      System.setOut(out);
    }
  }
}
