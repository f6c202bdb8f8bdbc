// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.page.Provenance;
import org.noisygd.page.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The entry point, {@code ./verify.sh}. Without a command it verifies the reference itself.
 *
 * <p>Exit status: 0 holds, 1 does not hold, 2 unusable input or command line, 3 could not be
 * judged.
 */
@Command(
    name = "verify.sh",
    description = {
      "Verifies the numerical reference for perturbed gradient descent on nonconvex matrix"
          + " factorization: its closed forms, its arithmetics, its noise and its golden data.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      CandidateCommand.class,
      CandidatesCommand.class,
      TraceCommand.class,
      ServeCommand.class,
      GoldenCommand.class,
      ProofsCommand.class,
      StudyCommand.class,
      BenchCommand.class
    },
    sortOptions = false,
    usageHelpWidth = 100,
    footer = {
      "",
      "Exit status: 0 holds, 1 does not hold, 2 unusable input or command line, 3 could not be judged."
    })
public final class Main implements Callable<Integer> {
  /** The exit status of an unusable command line. */
  static final int UNUSABLE = 2;

  /** The exit status where nothing could be judged. */
  static final int NOT_JUDGED = 3;

  @Mixin private final VerifyOptions options = new VerifyOptions();

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The whole command line. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(Terminal.current().colour() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler(Main::unusable)
        .setExecutionExceptionHandler(Main::failed);
  }

  @Override
  public Integer call() throws IOException {
    return options.verify();
  }

  private static int unusable(ParameterException e, String[] arguments) {
    PrintWriter err = e.getCommandLine().getErr();
    boolean dashesMissing =
        e instanceof UnmatchedArgumentException
            && e.getCommandLine().getCommand() instanceof CandidateCommand
            && !List.of(arguments).contains("--");
    err.println(
        "verify.sh: "
            + oneLine(e.getMessage())
            + (dashesMissing ? "; the candidate's command goes after --" : "")
            + " (--help says more)");
    return UNUSABLE;
  }

  /** What a user can mend is one line; anything else is a fault of ours, and shown whole. */
  private static int failed(
      Exception e, CommandLine commandLine, CommandLine.@Nullable ParseResult parseResult) {
    PrintWriter err = commandLine.getErr();
    if (e instanceof IllegalArgumentException) {
      err.println("verify.sh: " + oneLine(e.getMessage()));
      return UNUSABLE;
    }
    if (e instanceof IOException) {
      err.println("verify.sh: could not read or write: " + oneLine(e.getMessage()));
      return NOT_JUDGED;
    }
    err.println("verify.sh: a fault of the reference itself, please report it:");
    e.printStackTrace(err);
    return NOT_JUDGED;
  }

  /** What a verdict is made by: this program, with the arguments it was called with. */
  static Provenance provenance(@Nullable CommandSpec spec) {
    CommandLine.@Nullable ParseResult parsed =
        spec == null ? null : spec.root().commandLine().getParseResult();
    return Provenance.of(parsed == null ? List.of() : parsed.originalArgs());
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "no message" : message.replaceAll("\\s*\\R\\s*", " ");
  }

  /** The version, from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    /** For picocli. */
    Version() {}

    @Override
    public String[] getVersion() {
      return new String[] {"noisygd " + Provenance.thisVersion() + ", Java " + Runtime.version()};
    }
  }
}
