// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.cli.option.QuietExecution;
import org.noisygd.cli.option.ResultOptions;
import org.noisygd.number.Text;
import org.noisygd.report.Provenance;
import org.noisygd.report.Terminal;
import org.noisygd.verify.CheckGroups;
import org.noisygd.verify.check.CheckGroup;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    sortOptions = false,
    abbreviateSynopsis = true,
    usageHelpWidth = 100,
    commandListHeading = "Commands (help COMMAND lists its options):%n",
    scope = CommandLine.ScopeType.INHERIT,
    preprocessor = Main.Words.class,
    footer = {
      "",
      "Exit status: 0 holds, 1 does not hold, 2 unusable input or command line, 3 could not be judged."
    })
public final class Main implements Callable<Integer> {
  /** The command that completes the names of all others. */
  private static final String COMPLETION = "generate-completion";

  private static final List<Class<?>> COMMANDS =
      List.of(
          CandidateCommand.class,
          CandidatesCommand.class,
          TraceCommand.class,
          ServeCommand.class,
          BoundCommand.class,
          GoldenCommand.class,
          ProofsCommand.class,
          StudyCommand.class,
          BenchCommand.class,
          AutoComplete.GenerateCompletion.class);

  @Mixin private final ResultOptions json = new ResultOptions();

  @Option(names = "--out", paramLabel = "DIR", description = "Also write report.html to DIR.")
  private @Nullable Path out;

  @Option(
      names = "--only",
      paramLabel = "ID",
      split = ",",
      description = "Run only these checks; L2. or L2* means all whose ID begins with L2.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--list", description = "List the checks and their statements; run none.")
  private boolean list;

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String[] arguments) {
    Integer number = Integer.getInteger("noisygd.err");
    if (number != null) {
      useStandardError(number);
    }
    CommandLine commandLine = commandLine(arguments);
    PrintWriter err = commandLine.getErr();
    int status;
    try {
      status = commandLine.execute(arguments);
    } catch (Error e) { // else its status would be 1: the claim does not hold
      status = Failures.failed(e, err);
    }
    System.exit(Failures.afterPrinting(status, err));
  }

  /** Writes errors and progress to this file descriptor, which verify.sh has opened. */
  private static void useStandardError(int number) {
    try {
      FileDescriptor opened = new FileDescriptor();
      Field numberOf = FileDescriptor.class.getDeclaredField("fd");
      numberOf.setAccessible(true);
      numberOf.setInt(opened, number);
      System.setErr(new PrintStream(new FileOutputStream(opened), true));
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      // They go to Java's standard error.
    }
  }

  /**
   * The command line for these words. If they begin with a command, it has only this one, since
   * constructing all takes time. For the version alone it has none, otherwise all commands.
   */
  static CommandLine commandLine(String... words) {
    CommandLine all = new CommandLine(new Main());
    String first = words.length == 0 ? "" : words[0];
    boolean version = words.length == 1 && List.of("-V", "--version", "version").contains(first);
    boolean one =
        !first.equals(COMPLETION) && COMMANDS.stream().anyMatch(c -> name(c).equals(first));
    for (Class<?> command : COMMANDS) {
      if (one ? name(command).equals(first) : !version) {
        all.addSubcommand(command);
      }
    }
    @Nullable CommandLine completion = all.getSubcommands().get(COMPLETION);
    if (completion != null) {
      completion.getCommandSpec().helpCommand(false); // else picocli accepts wrong words
    }
    return Failures.reportedBy(all)
        .setExecutionStrategy(new QuietExecution())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(Terminal.current().colour() ? Ansi.ON : Ansi.OFF));
  }

  /** Reads {@code help COMMAND} as {@code COMMAND --help} and {@code version} as the option. */
  static final class Words implements IParameterPreprocessor {
    /** The constructor for picocli. */
    Words() {}

    @Override
    public boolean preprocess(
        Stack<String> arguments,
        CommandSpec command,
        @Nullable ArgSpec none,
        Map<String, Object> info) {
      String first = command.parent() != null || arguments.isEmpty() ? "" : arguments.peek();
      if (first.equals("help") || first.equals("version")) {
        arguments.pop();
        requireCommand(command.commandLine(), new ArrayDeque<>(arguments));
        arguments.add(0, "--" + first); // the bottom of the stack is the end of the line
      }
      return false;
    }

    /** Refuses words that are not commands; the help option would otherwise hide the fault. */
    private static void requireCommand(CommandLine command, Deque<String> words) {
      while (!words.isEmpty()) {
        String word = words.removeLast();
        @Nullable CommandLine next = command.getSubcommands().get(word);
        if (next == null) {
          throw new UnmatchedArgumentException(command, List.of(word));
        }
        command = next;
      }
    }
  }

  /** The version, from the jar's manifest, and the commit that {@code verify.sh} found. */
  static final class Version implements CommandLine.IVersionProvider {
    /** The constructor for picocli. */
    Version() {}

    @Override
    public String[] getVersion() {
      String commit = System.getProperty("noisygd.commit", "");
      return new String[] {
        "noisygd "
            + Provenance.thisVersion()
            + (commit.isEmpty() ? "" : ", commit " + commit)
            + ", Java "
            + Runtime.version()
      };
    }
  }

  private static String name(Class<?> command) {
    @Nullable Command annotation = command.getAnnotation(Command.class);
    return annotation == null ? "" : annotation.name();
  }

  @Override
  public Integer call() throws IOException {
    List<CheckGroup> all = CheckGroups.all(CheckRunner.golden());
    List<CheckGroup> chosen = only.isEmpty() ? all : CheckGroups.only(all, only);
    if (list) {
      chosen.stream()
          .flatMap(group -> group.checks().stream())
          .forEach(one -> System.out.print(Text.format("%-24s %s%n", one.id(), one.title())));
      return 0;
    }
    return CheckRunner.run(chosen, json, out);
  }
}
