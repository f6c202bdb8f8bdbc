// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli.option;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.noisygd.report.ResultFile;
import org.noisygd.report.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs a command as picocli does; with {@code --quiet} it shows no output and no progress; if a
 * result goes to standard output, no other output.
 */
public final class QuietExecution implements IExecutionStrategy {
  private final RunLast plain = new RunLast();

  @Override
  public int execute(ParseResult parsed) {
    List<CommandLine> commands = parsed.asCommandLineList();
    ParseResult last = commands.get(commands.size() - 1).getParseResult();
    boolean quiet = last.hasMatchedOption(ResultOptions.QUIET);
    Stream<Path> files =
        Stream.of("--json", "--junit", "--html")
            .map(option -> last.matchedOptionValue(option, Path.of("")));
    if (!quiet && files.noneMatch(ResultFile.STANDARD_OUTPUT::equals)) {
      return plain.execute(parsed);
    }
    PrintStream out = System.out;
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
      System.setOut(nowhere);
      System.setProperty(Terminal.QUIET, "" + quiet);
      return plain.execute(parsed);
    } finally {
      System.setProperty(Terminal.QUIET, "false");
      System.setOut(out);
    }
  }
}
