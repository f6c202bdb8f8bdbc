// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;
import org.noisygd.number.Spelling;
import org.noisygd.number.format.ArithmeticName;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns an unusable command line, or the failure of a command, into a line and an exit status. */
final class Failures {
  /** The exit status of an unusable command line. */
  static final int UNUSABLE = 2;

  /** The exit status if nothing could be judged. */
  static final int NOT_JUDGED = 3;

  private static final String NO_VALUE =
      "(?:Missing required parameter|Expected parameter) for option '([^']+)'.*";

  /** Messages of picocli, each with its replacement, by the NAME and LABEL of the option. */
  private static final List<Map.Entry<String, String>> MESSAGES =
      List.of(
          Map.entry("Value for .* KEY=VALUE.* but was ", "NAME must be LABEL, got \"\""),
          Map.entry("Value for .* KEY=VALUE.* but was (.*)", "NAME must be LABEL, got $1"),
          Map.entry(NO_VALUE + " but found '([^']*)'", "$1 must have a value, got $2"),
          Map.entry(NO_VALUE, "$1 must have a value, got none"),
          Map.entry("Invalid value for .*?(?: [(][^)]*[)])?: (must .*)", "NAME $1"),
          Map.entry(
              "Invalid value for option '(.*)': '(.*)' is not a boolean",
              "$1 must stand without a value, got $2"));

  /** A message on a value, such as {@code etaX must be ..}, possibly after the name of a file. */
  private static final Pattern ON_A_NAME =
      Pattern.compile("(?:.*: (?=\\w+ must be finite and >))?([a-z]+)([XY]?)( must .*)");

  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

  private Failures() {}

  /** Makes a command line report failures in this way and read numbers strictly. */
  static CommandLine reportedBy(CommandLine commandLine) {
    ITypeConverter<Integer> whole32 = new Value<>(text -> whole(text, 32).intValueExact());
    ITypeConverter<Long> whole64 = new Value<>(text -> whole(text, 64).longValueExact());
    ITypeConverter<Double> decimal = new Value<>(text -> Literals.parse("", text));
    return commandLine
        .registerConverter(int.class, whole32)
        .registerConverter(Integer.class, whole32)
        .registerConverter(long.class, whole64)
        .registerConverter(Long.class, whole64)
        .registerConverter(double.class, decimal)
        .registerConverter(Double.class, decimal)
        .registerConverter(
            Path.class,
            new Value<>(text -> Path.of(Require.that(!text.isEmpty(), "", "be a path", text))))
        .registerConverter(ArithmeticName.class, new Value<>(ArithmeticName::parse))
        .setParameterExceptionHandler(Failures::unusable)
        .setExecutionExceptionHandler(Failures::failed);
  }

  /**
   * Reads a value; picocli puts the option before the rule. A class, not a lambda: Java 17 crashes
   * when it archives some lambdas of picocli's old interfaces.
   */
  private static final class Value<T> implements ITypeConverter<T> {
    private final Function<String, T> read;

    Value(Function<String, T> read) {
      this.read = read;
    }

    @Override
    public T convert(String text) {
      try {
        return read.apply(text);
      } catch (IllegalArgumentException e) {
        String why = oneLine(e.getMessage());
        int rule = why.startsWith("arithmetic must ") ? "arithmetic".length() : 0;
        throw new TypeConversionException(
            why.startsWith(" must ", rule)
                ? why.substring(rule + 1)
                : "must be an arithmetic, got " + text + ": " + why);
      }
    }
  }

  private static BigInteger whole(String text, int bits) {
    boolean fits = WHOLE.matcher(text).matches() && new BigInteger(text).bitLength() < bits;
    Require.that(fits, "", "be a whole number of " + bits + " bits", text);
    return new BigInteger(text);
  }

  private static int unusable(ParameterException e, String[] arguments) {
    PrintWriter err = e.getCommandLine().getErr();
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
    CommandSpec command = e.getCommandLine().getCommandSpec();
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched, command);
    }
    if (command.userObject() instanceof StudyCommand
        || command.userObject() instanceof GoldenCommand) {
      return command.name()
          + " must be followed by one of "
          + String.join(", ", new TreeSet<>(command.subcommands().keySet()));
    }
    if (e instanceof MissingParameterException missing
        && missing.getMissing().get(0) instanceof PositionalParamSpec) {
      return missing.getMissing().get(0).paramLabel() + " must be given";
    }
    if (e instanceof OverwrittenOptionException twice) {
      return name(twice.getOverwritten()) + " must be given once";
    }
    String message = oneLine(e.getMessage());
    @Nullable ArgSpec given = e.getArgSpec();
    for (Map.Entry<String, String> one : MESSAGES) {
      if (message.matches(one.getKey())) {
        String ours =
            given == null
                ? one.getValue()
                : one.getValue()
                    .replace("NAME", Matcher.quoteReplacement(name(given)))
                    .replace("LABEL", Matcher.quoteReplacement(given.paramLabel()));
        return message.replaceFirst(one.getKey(), ours);
      }
    }
    return message;
  }

  private static String name(ArgSpec given) {
    return given instanceof OptionSpec option ? option.longestName() : given.paramLabel();
  }

  /** The message on a word that is no command, no option and no parameter. */
  private static String unknown(UnmatchedArgumentException e, CommandSpec command) {
    String word = oneLine(e.getUnmatched().get(0));
    @Nullable CommandSpec parent = command.parent();
    if (!e.isUnknownOption() && parent != null && parent.userObject() instanceof PrecisionCommand) {
      command = parent; // an argument of drift, which runs by default, is an unknown study
    }
    Set<String> words = new TreeSet<>(command.subcommands().keySet());
    String kind = words.isEmpty() ? "argument" : "command";
    words.addAll(parent == null ? Set.of("help", "version") : Set.of());
    if (e.isUnknownOption()) {
      word = word.replaceFirst("=.*", "");
      words = new TreeSet<>(command.optionsMap().keySet());
      kind = "option";
    }
    String of = command.qualifiedName().replaceFirst("^\\S+ ?", "");
    return "unknown "
        + kind
        + " "
        + (word.isEmpty() ? "\"\"" : word)
        + (of.isEmpty() ? "" : " of " + of)
        + Spelling.meant(word, words);
  }

  /** Reports a user's error in one line, and an internal error in full. */
  private static int failed(
      Exception e, CommandLine commandLine, CommandLine.@Nullable ParseResult parsed) {
    if (e instanceof IllegalArgumentException) {
      commandLine.getErr().println("verify.sh: " + typed(oneLine(e.getMessage()), commandLine));
      return UNUSABLE;
    }
    return failed(e, commandLine.getErr());
  }

  /** A message with the name of the given option, not of the field that it sets. */
  private static String typed(String message, CommandLine commandLine) {
    Matcher on = ON_A_NAME.matcher(message);
    return on.matches() && commandLine.getParseResult().hasMatchedOption("--" + on.group(1))
        ? "--" + on.group(1) + on.group(3)
        : message;
  }

  /** Prints the exception of a command and returns the exit status. */
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
    // The stream only remembers that there was an error; writing again gives its cause.
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
