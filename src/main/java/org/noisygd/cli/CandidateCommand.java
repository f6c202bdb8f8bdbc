// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.arithmetic.Require;
import org.noisygd.cases.CaseSuite;
import org.noisygd.conformance.Examination;
import org.noisygd.conformance.Examiner;
import org.noisygd.conformance.RequestFile;
import org.noisygd.protocol.Op;
import org.noisygd.report.CandidateJson;
import org.noisygd.report.CandidateTable;
import org.noisygd.report.JUnitXml;
import org.noisygd.report.ResultFile;
import org.noisygd.report.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./verify.sh candidate}: judges someone else's implementation. */
@Command(
    name = "candidate",
    description = {
      "Judges an implementation written by someone else: starts COMMAND, asks it for losses, gradients,"
          + " Hessians, updates and runs, and holds every number of its replies against the exact one"
          + " with a proved bound on rounding. If a number is wrong, names the mistake.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    usageHelpWidth = 100,
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 every case passed; 1 a number is wrong; 2 unusable command line or file; 3 could"
          + " not be judged.",
      "Example: ./verify.sh candidate -- python3 src/candidates/numpy/candidate.py"
    })
final class CandidateCommand implements Callable<Integer> {
  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "The time for one reply; ${DEFAULT-VALUE} by default.")
  private double timeout = 30;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Fresh cases; the same seed gives the same ones. ${DEFAULT-VALUE} by default.")
  private long seed = CaseSuite.DEFAULT_SEED;

  @Option(
      names = "--only",
      paramLabel = "OP",
      split = ",",
      description = "Judge only these ops, such as step,run.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the verdict as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the verdict as JUnit XML.")
  private @Nullable Path junit;

  @Option(
      names = "--write-requests",
      paramLabel = "FILE",
      description = "Write every request to FILE, for a candidate that cannot be started here.")
  private @Nullable Path writeRequests;

  @Option(
      names = "--arithmetic",
      paramLabel = "NAME",
      description =
          "With --write-requests and --replies: the arithmetic that the candidate declares;"
              + " ${DEFAULT-VALUE} by default.")
  private String arithmetic = "binary64";

  @Option(
      names = "--replies",
      paramLabel = "FILE",
      description = "Judge the replies in FILE to the requests that --write-requests wrote.")
  private @Nullable Path replies;

  @Parameters(
      paramLabel = "COMMAND",
      description = "The candidate's command and its arguments, after --.")
  private List<String> command = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Require.that(
        Double.isFinite(timeout) && timeout > 0, "--timeout", "be finite and > 0", timeout);
    int ways =
        (command.isEmpty() ? 0 : 1) + (writeRequests == null ? 0 : 1) + (replies == null ? 0 : 1);
    if (ways != 1) {
      throw new IllegalArgumentException(
          "candidate needs either -- COMMAND, or --write-requests FILE, or --replies FILE");
    }
    Set<Op> ops = ops();
    @Nullable ResultFile jsonFile = json == null ? null : ResultFile.of("--json", json);
    @Nullable ResultFile junitFile = junit == null ? null : ResultFile.of("--junit", junit);
    if (writeRequests != null) {
      ResultFile.of("--write-requests", writeRequests)
          .write(RequestFile.requests(arithmetic, seed, ops));
      return 0;
    }
    Terminal terminal = Terminal.current();
    Examination examination =
        replies != null
            ? RequestFile.judge(arithmetic, seed, ops, replies)
            : new Examiner(
                    command,
                    Duration.ofMillis(Math.round(timeout * 1000)),
                    seed,
                    ops,
                    line -> terminal.showProgress(System.err, line))
                .examine();
    terminal.clearProgress(System.err);
    System.out.print(new CandidateTable(terminal.width()).render(examination));
    System.out.flush();
    if (jsonFile != null) {
      jsonFile.write(CandidateJson.of(examination));
    }
    if (junitFile != null) {
      junitFile.write(JUnitXml.of(examination));
    }
    return examination.verdict().exitStatus();
  }

  private Set<Op> ops() {
    if (only.isEmpty()) {
      return EnumSet.allOf(Op.class);
    }
    Set<Op> ops = EnumSet.noneOf(Op.class);
    for (String word : only) {
      ops.add(
          Op.named(word)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--only must name ops of the protocol, got " + word)));
    }
    return ops;
  }
}
