// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Literals;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns an unusable command line, or the failure of a command, into a line and an exit status. */
final class Failures {
  /** The exit status of an unusable command line. */
  static final int UNUSABLE = 2;

  /** The exit status if nothing could be judged. */
  static final int NOT_JUDGED = 3;

  private static final Pattern OF_AN_OPTION =
      Pattern.compile(
          "Invalid value for option '([^']+)'(?: [(][^)]*[)])?: (must .*)", Pattern.DOTALL);

  private static final Pattern NO_VALUE =
      Pattern.compile(
          "(?:Missing required parameter|Expected parameter) for option '([^']+)'.*",
          Pattern.DOTALL);

  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

  private Failures() {}

  /** Makes the command line report failures in this way and read numbers strictly. */
  static CommandLine toldBy(CommandLine commandLine) {
    return commandLine
        .registerConverter(int.class, new Whole32())
        .registerConverter(Integer.class, new Whole32())
        .registerConverter(long.class, new Whole64())
        .registerConverter(Long.class, new Whole64())
        .registerConverter(double.class, new Decimal())
        .registerConverter(Double.class, new Decimal())
        .setParameterExceptionHandler(Failures::unusable)
        .setExecutionExceptionHandler(Failures::failed);
  }

  // Classes, not lambdas: Java 17 crashes when it archives some lambdas of picocli's old
  // interfaces.

  private static final class Whole32 implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        if (WHOLE.matcher(text).matches()) {
          return Integer.valueOf(text);
        }
      } catch (NumberFormatException e) {
        // Too long; said below.
      }
      throw new TypeConversionException("must be a whole number of 32 bits, got " + text);
    }
  }

  private static final class Whole64 implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        if (WHOLE.matcher(text).matches()) {
          return Long.valueOf(text);
        }
      } catch (NumberFormatException e) {
        // Too long; said below.
      }
      throw new TypeConversionException("must be a whole number of 64 bits, got " + text);
    }
  }

  private static final class Decimal implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        return Literals.parse("", text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()).strip());
      }
    }
  }

  private static int unusable(ParameterException e, String[] arguments) {
    PrintWriter err = e.getCommandLine().getErr();
    Optional<String> instead = FormerCommands.instead(arguments);
    if (instead.isPresent()) {
      err.println("verify.sh: " + instead.get());
      return UNUSABLE;
    }
    boolean dashesMissing =
        e instanceof UnmatchedArgumentException
            && e.getCommandLine().getCommand() instanceof CandidateCommand
            && !List.of(arguments).contains("--");
    err.println(
        "verify.sh: "
            + wrong(e)
            + (dashesMissing ? "; the candidate's command goes after --" : "")
            + " (--help says more)");
    return UNUSABLE;
  }

  private static String wrong(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return (unmatched.isUnknownOption() ? "options" : "arguments")
          + " must be known ones, got "
          + oneLine(unmatched.getUnmatched().get(0));
    }
    CommandSpec command = e.getCommandLine().getCommandSpec();
    if (command.userObject() instanceof StudyCommand
        || command.userObject() instanceof GoldenCommand) {
      return command.name()
          + " must be followed by one of "
          + String.join(", ", new TreeSet<>(command.subcommands().keySet()));
    }
    String message = oneLine(e.getMessage());
    String found = message.replaceFirst(".* but found '([^']*)'$", "$1");
    return NO_VALUE.matcher(message).matches()
        ? NO_VALUE.matcher(message).replaceFirst("$1 must have a value, got ")
            + (found.equals(message) ? "none" : found)
        : OF_AN_OPTION.matcher(message).replaceFirst("$1 $2");
  }

  /** Reports what a user can mend in one line; anything else is our fault and is shown whole. */
  private static int failed(
      Exception e, CommandLine commandLine, CommandLine.@Nullable ParseResult parseResult) {
    return failed(e, commandLine.getErr());
  }

  /** Prints what a command threw and returns the exit status. */
  static int failed(Throwable e, PrintWriter err) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        err.printf(
            Locale.ROOT,
            "verify.sh: the work needs more memory than the %d MB that Java may take;"
                + " JAVA_TOOL_OPTIONS=-Xmx%dm would double it%n",
            Runtime.getRuntime().maxMemory() >> 20,
            Runtime.getRuntime().maxMemory() >> 19);
        err.flush();
        return NOT_JUDGED;
      }
    }
    if (e instanceof UncheckedIOException && e.getCause() != null) {
      return failed(e.getCause(), err);
    }
    if (e instanceof IllegalArgumentException) {
      err.println("verify.sh: " + oneLine(e.getMessage()));
      return UNUSABLE;
    }
    if (e instanceof IOException) {
      String kind = e instanceof FileSystemException ? e.getClass().getSimpleName() + " of " : "";
      err.println("verify.sh: could not read or write: " + kind + oneLine(e.getMessage()));
      return NOT_JUDGED;
    }
    err.println("verify.sh: a fault of the reference itself, please report it:");
    e.printStackTrace(err);
    err.flush();
    return NOT_JUDGED;
  }

  /**
   * The exit status after everything was printed: a failure if standard output could not be
   * written, to a full disk for example, but not if its reader stopped early, as head does.
   */
  static int afterPrinting(int status, PrintWriter err) {
    if (!System.out.checkError()) {
      return status;
    }
    // The stream only remembers that something went wrong; writing again says what.
    try (FileOutputStream again = new FileOutputStream(FileDescriptor.out)) {
      again.write('\n');
    } catch (IOException e) {
      String why = oneLine(e.getMessage());
      if (why.equals("Broken pipe")) {
        return status;
      }
      err.println("verify.sh: could not write to standard output: " + why);
    }
    return status == 0 ? NOT_JUDGED : status;
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "no message" : message.replaceAll("\\s*\\R\\s*", " ");
  }
}
